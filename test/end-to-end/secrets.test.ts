import { execFileSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { cli } from '../../src/cli/cli.ts'
import { openDatabase } from '../../src/jobs/database.ts'
import { FORMATS } from '../../src/report/index.ts'
import { rulePool } from '../rule-pool.ts'
import type { Pull, Repository } from '../stand-in/index.ts'
import { GitHubWithApp } from './github.ts'

// Made here, so that no key is written down; none of a page's examples, which reports explain rules by.
const BODY = 'q7Kp2VzR9mXw4TbN6cYd8LfG3hJsA5uEo1iPWkZxQvBnMr0tHySgDjFlCeUaOI'
const HEX = '3e81d7c4f2096ab5e90d1f78c46b2a53'
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const PEM = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString().trim()

const SECRETS = {
  github: `ghp_${BODY.slice(0, 30)}${base62(crc32(BODY.slice(0, 30))).padStart(6, '0')}`,
  made: `ghs_${BODY.slice(5, 41)}`,
  stripe: `sk_live_${BODY.slice(3, 27)}`,
  service: HEX,
  named: HEX.split('').toReversed().join(''),
  password: 'tr0ub4dor_and_3',
  curl: 'c0rrecthorse-battery',
  cluster: Buffer.from('a-horse-in-some-other-cluster').toString('base64'),
  own: `acme_${HEX.slice(3, 19)}`,
  beside: `npm_${BODY.slice(12, 48)}`,
  removed: `SG.${BODY.slice(0, 22)}.${BODY.slice(8, 51)}`,
}
const FILES: Record<string, string> = {
  'src/keys.js': `export const github = '${SECRETS.github}'\nexport const made = '${SECRETS.made}'\n`,
  'src/pay.ts': `const stripe = "${SECRETS.stripe}"\nconst mailjetApiKey = "${SECRETS.service}"\nexport const clientSecret = "${SECRETS.named}"\n`,
  'infra/db.tf': `resource "x" "y" {\n  administrator_login_password = "${SECRETS.password}"\n}\n`,
  'deploy/run.sh': `curl -u "admin:${SECRETS.curl}" https://api.acme.dev/\n`,
  'deploy/secret.yaml': `apiVersion: v1\nkind: Secret\nmetadata:\n  name: db\ndata:\n  password: ${SECRETS.cluster}\n`,
  'deploy/id_rsa': `${PEM}\n`,
  'src/acme.js': `export const acme = '${SECRETS.own}'\n`,
  // A finding of another rule, with a suggestion, on the line of a secret.
  'src/agent.js': `import https from 'node:https'\n\nexport const agent = new https.Agent({ rejectUnauthorized: false, headers: { token: '${SECRETS.beside}' } })\n`,
  'src/old.js': 'export const key = process.env.SENDGRID_KEY\n',
}
const BASE = {
  'README.md': '# Shop\n',
  'src/old.js': `export const key = '${SECRETS.removed}'\n`,
  '.gitleaks.toml': `[[rules]]\nid = "acme"\nregex = '''acme_[a-z0-9]{16}'''\nkeywords = ["acme_"]\n`,
}

test('no secret of a pull request is in a comment, a check run, a log, the database or a report', async () => {
  const logged: string[] = []
  const log = pino({ level: 'trace' }, { write: (line: string) => logged.push(line) })
  const github = await GitHubWithApp.start({ LOG_LEVEL: 'trace' }, rulePool, log)
  const shown = new Map<string, string>()
  try {
    const { standIn } = github
    const repository = await standIn.createRepository({ name: 'shop', files: BASE })
    const sha = await standIn.push(repository, 'change', { files: FILES })
    const pull = await standIn.openPull(repository, { head: 'change' })
    await github.rest()
    shown.set('comments', bodiesOf(await standIn.reviewComments(pull)))
    shown.set('reviews', JSON.stringify(standIn.state.reviewsOf(pull)))
    shown.set('check runs', JSON.stringify(standIn.checkRuns(repository, sha)))
    for (const path of Object.keys(FILES)) expect(shown.get('check runs')).toContain(path)
    for (const format of FORMATS) shown.set(format, await byCommandLine(repository, pull, format))

    // Fixed by the next push, and told so: what was there stays unsaid.
    await standIn.push(repository, 'change', { files: { 'src/keys.js': 'export const none = 1\n' } })
    await github.rest()
    shown.set('later comments', bodiesOf(await standIn.reviewComments(pull)))
    expect(standIn.violations).toEqual([])
    await github.server.close()
    shown.set('database', await everyTable(github.dataDir))
  } finally {
    await github[Symbol.asyncDispose]()
  }
  shown.set('log', logged.join('\n'))
  expect(logged.length).toBeGreaterThan(2)
  const leaks = [...shown].flatMap(([where, text]) =>
    Object.entries({ ...SECRETS, pem: PEM.split('\n')[7] ?? '' }).flatMap(([name, secret]) => {
      const before = textBeforeLeak(text, secret)
      return before === undefined ? [] : [`${name} in ${where}: ${before}`]
    }),
  )
  expect(leaks).toEqual([])
}, 300_000)

/** What the app wrote: GitHub adds the lines of the diff. */
function bodiesOf(comments: readonly { body: string }[]): string {
  return comments.map(({ body }) => body).join('\n')
}

/** What stands before some part of a secret, eleven characters from behind its public prefix. */
function textBeforeLeak(text: string, secret: string): string | undefined {
  const body = secret.replace(/^(?:gh[ps]_|sk_live_|npm_|SG\.|acme_)/, '')
  for (let at = 0; at + 11 <= body.length; at++) {
    const found = text.indexOf(body.slice(at, at + 11))
    if (found >= 0) return text.slice(Math.max(0, found - 150), found)
  }
  return undefined
}

async function byCommandLine(repository: Repository, pull: Pull, format: string): Promise<string> {
  const cwd = mkdtempSync(join(tmpdir(), 'roadmap-secrets-'))
  try {
    execFileSync('git', ['clone', '--quiet', '--no-hardlinks', repository.git.directory, cwd])
    let output = ''
    const write = (text: string): string => (output += text)
    await cli(['review', '--base', 'origin/main', '--head', pull.headSha, '--format', format], {
      stdout: { write, isTTY: false },
      stderr: { write: () => true, isTTY: false },
      env: {},
      cwd,
      signal: new AbortController().signal,
      pool: rulePool,
    })
    expect(output).toContain('src/keys.js')
    return output
  } finally {
    rmSync(cwd, { recursive: true, force: true })
  }
}

/** Every row of every table, those of the queue too, as text. */
async function everyTable(dataDir: string): Promise<string> {
  await using database = await openDatabase({ dataDir })
  const tables = await database.query<{ name: string }>(
    `select quote_ident(table_schema) || '.' || quote_ident(table_name) as name from information_schema.tables
     where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
  )
  let text = ''
  for (const { name } of tables) {
    const rows = await database.query<{ row: string }>(`select t::text as row from ${name} t`)
    text += `${name}\n${rows.map(({ row }) => row).join('\n')}\n`
  }
  expect(text).toContain('insecure-patterns/hard-coded-secret')
  return text
}

function base62(value: number): string {
  const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
  return value === 0 ? '' : base62(Math.floor(value / 62)) + (digits[value % 62] ?? '')
}
