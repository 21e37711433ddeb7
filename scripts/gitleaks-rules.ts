import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'smol-toml'
import { stringify } from 'yaml'

/**
 * Writes the rules that are shipped from gitleaks' own: `node scripts/gitleaks-rules.ts <checkout of gitleaks>`. What is
 * known here in a narrower form is left out, and so are descriptions.
 */
const OUTPUT = join(import.meta.dirname, '../checks/insecure-patterns/hard-coded-secret/gitleaks')

/** Any name and any value: `services.ts` asks for more than that, since this alone is wrong too often. */
const LEFT_OUT = new Set(['generic-api-key', 'private-key'])

/** These name an account and open nothing by themselves. */
const PUBLIC_IDS =
  /-(?:client-id|access-id|api-id|pub-key|pub-api-key|public-key)$|^new-relic-browser-api-token$/

interface UpstreamRule {
  id: string
  regex?: string
  path?: string
  secretGroup?: number
  entropy?: number
  keywords?: string[]
  allowlists?: { description?: string }[]
}

const folder = process.argv[2]
if (folder === undefined) throw new Error('usage: node scripts/gitleaks-rules.ts <checkout of gitleaks>')
const { rules, allowlist } = parse(readFileSync(join(folder, 'config/gitleaks.toml'), 'utf8')) as unknown as {
  rules: UpstreamRule[]
  allowlist: { description?: string }
}
const license = readFileSync(join(folder, 'LICENSE'), 'utf8').trim()

const shipped = rules
  .filter(({ id, regex }) => regex !== undefined && !LEFT_OUT.has(id))
  .map(({ id, regex = '', path, secretGroup, entropy, keywords, allowlists }) => ({
    id,
    kind: kindOf(id, regex),
    regex,
    path,
    secretGroup,
    entropy,
    keywords,
    allowlists: allowlists?.map(undescribed),
  }))

const head = `Rules of gitleaks (https://github.com/gitleaks/gitleaks, config/gitleaks.toml), written by scripts/gitleaks-rules.ts,
with \`kind\` added: format (the key has a shape of its own), name (a name beside it tells), id (names an account).

${license}`
writeFileSync(
  join(OUTPUT, 'shipped.yml'),
  `${head.replace(/^/gm, '# ').replaceAll(/ +$/gm, '')}\n${stringify({ allow: undescribed(allowlist), rules: shipped }, { lineWidth: 0, singleQuote: true, keepUndefined: false })}`,
)
writeFileSync(join(OUTPUT, 'LICENSE'), `${license}\n`)

function kindOf(id: string, regex: string): 'format' | 'name' | 'id' {
  if (PUBLIC_IDS.test(id)) return 'id'
  return /^(?:\(\?i\))?\[\\w\.-\]\{0,50\}\?/.test(regex) ? 'name' : 'format'
}

function undescribed(list: { description?: string }): object {
  const { description, ...rest } = list
  return description === undefined ? list : rest
}
