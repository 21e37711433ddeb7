import { z } from 'zod'
import {
  changesLines,
  defineRule,
  type FileChange,
  type Level,
  matcher,
  pathOn,
  type Report,
  type RuleContext,
  type Snapshot,
} from '../../../src/model/index.ts'
import { Source } from '../../../src/parse/code/index.ts'
import { TEST_GLOBS } from '../engine/definition.ts'
import { type Finder, finderOf } from './finder.ts'
import type { Secret } from './detect.ts'
import { type RemovedSecret, removedReport, removedSecrets } from './removed.ts'
import { UNNAMED } from './services.ts'
import type { Structure } from './structure.ts'
import { article } from './words.ts'

/**
 * Kinds of file that hold keys and are text. All files are looked at; one of these that cannot be read (a
 * `.env` in UTF-16, a `.properties` in Latin-1) is named, while a picture needs no word.
 */
const TEXT = [
  '**/.env*',
  '**/*.{env,properties,ini,conf,cfg,toml,yml,yaml,json,tf,tfvars,sh,pem,key}',
  '**/*.{js,cjs,mjs,jsx,ts,cts,mts,tsx,py,java,go,rb,php,kt,cs,rs,swift}',
]

/** What tests and documents are full of and opens nothing there: tokens of a minute's life, commands to try out. */
export const HARMLESS_IN_TESTS = new Set([
  UNNAMED.id,
  'jwt',
  'jwt-base64',
  'curl-auth-user',
  'curl-auth-header',
])

/** Findings of one file; that there are more is named. */
const MAX_FINDINGS = 50

const options = z.strictObject({
  exclude: z
    .array(z.string())
    .default([
      '**/{package-lock.json,npm-shrinkwrap.json,pnpm-lock.yaml,yarn.lock,composer.lock,Cargo.lock,go.sum,poetry.lock}',
      '**/*.{map,svg}',
      '**/{node_modules,vendor,third_party}/**',
    ])
    .describe('Paths that are not looked at.'),
  'lower-in': z
    .array(z.string())
    .default(TEST_GLOBS)
    .describe('Tests, examples and documents, where a key is a warning: it may be a real one all the same.'),
})

export default defineRule({
  title: 'Secret in the code',
  level: 'error',
  confidence: 'high',
  status: 'stable',
  module: 7,
  cwe: [798],
  files: ['**', ...TEXT],
  options,

  async *check(context) {
    const find = await finderOf(context)
    const removed: RemovedSecret[] = []
    const added = new Set<string>()
    for (const change of context.changes) {
      if (context.signal.aborted) return
      if (change.unread) continue
      const { exclude, 'lower-in': lowered } = context.optionsFor(change.path)
      if (matcher(exclude)(change.path)) continue
      if (change.added.length > 0) yield* inFile(context, change, find, added)
      if (change.removed.length === 0 || matcher(lowered)(pathOn(change, 'base') ?? change.path)) continue
      const { found, unread } = await removedSecrets(change, context.changeSet, find, MAX_FINDINGS)
      if (unread !== undefined) context.incomplete(unread)
      if (found.length > MAX_FINDINGS)
        context.incomplete(`${change.path}: removed secrets beyond the first ${MAX_FINDINGS}`)
      removed.push(...found.slice(0, MAX_FINDINGS))
    }
    // What another file of the same change takes in is told of there, as an added secret.
    for (const secret of removed) if (!added.has(secret.hash)) yield removedReport(secret)
  },
})

async function* inFile(
  context: RuleContext<z.output<typeof options>>,
  change: FileChange,
  find: Finder,
  hashes: Set<string>,
): AsyncGenerator<Report, void> {
  const content = await context.changeSet.head.read(change.path)
  if (content.kind === 'unread') {
    context.incomplete(`${change.path}: ${content.detail ?? content.reason}`)
    return
  }
  const source = new Source(content.text)
  const lowered = matcher(context.optionsFor(change.path)['lower-in'])(change.path)
  let before: Set<string> | undefined
  let count = 0
  for (const range of change.added) {
    const [from, to] = [source.lineStart(range.start), source.lineStart(range.end + 1)]
    for (const secret of find(content.text, change.path, from, to)) {
      const { provider, start, end, masked, structure, hash } = secret
      const region = source.region(start, end)
      if (!changesLines(change, 'head', region)) continue
      if (lowered && HARMLESS_IN_TESTS.has(provider.id)) continue
      hashes.add(hash)
      before ??= await secretsBefore(change, context.changeSet.base, find)
      if (before.has(hash)) continue
      if (++count > MAX_FINDINGS) break
      const level = levelOf(secret, lowered)
      yield {
        location: { side: 'head', path: change.path, region },
        subject: `${provider.id} ${hash}`,
        message: `${article(provider.name)} ${provider.name} (\`${masked}\`) is in the code, readable by everybody who can read the repository.${structure ? TOLD[structure] : ''}`,
        fix: `Revoke it first (${provider.revoke}): taking it out of the code does not take it out of the history. Then read the new one from the environment or a secret store.`,
        ...(level && { level }),
      }
    }
  }
  if (count > MAX_FINDINGS) context.incomplete(`${change.path}: secrets beyond the first ${MAX_FINDINGS}`)
}

const TOLD: Record<Structure, string> = {
  issued: ' Its checksum or form holds: it was issued, not made up.',
  whole: '',
  broken: ' Its inside does not hold: it may be made up.',
}

function levelOf({ provider, structure }: Secret, lowered: boolean): Level | undefined {
  if (structure === 'issued') return provider.level
  if (structure === 'broken' && provider.level === undefined) return 'warning'
  if (!lowered) return provider.level
  // Servers of tests have private keys of their own.
  return provider.body || provider.level === 'note' ? 'note' : 'warning'
}

/** Hashes of what the file held already: a line that moved or was indented brings no new secret. */
async function secretsBefore(change: FileChange, base: Snapshot, find: Finder): Promise<Set<string>> {
  const path = pathOn(change, 'base')
  const content = path === undefined ? undefined : await base.read(path)
  // Without the text of before, all is new: nothing is passed over.
  if (content?.kind !== 'text') return new Set()
  return new Set(find(content.text, change.path).map((secret) => secret.hash))
}
