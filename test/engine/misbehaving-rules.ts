import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import { z } from 'zod'
import type { Report, Rule, RuleContext } from '../../src/model/index.ts'

/** Rules that do what rules must not, to see that a review survives each of them. */
function rule(name: string, check: (context: RuleContext) => AsyncIterable<Report>, files = ['**/*']): Rule {
  return {
    id: `misbehaving/${name}`,
    family: 'misbehaving',
    title: name,
    level: 'error',
    confidence: 'high',
    status: 'stable',
    module: 8,
    files,
    options: z.strictObject({}),
    check,
  }
}

async function* nothing(): AsyncGenerator<Report> {}

const atLine = (path: string, line: number, subject = `line ${line}`): Report => ({
  location: { side: 'head', path, region: { startLine: line, endLine: line } },
  subject,
  message: subject,
})

export const rules: readonly Rule[] = [
  rule('crashes', async function* () {
    yield* nothing()
    throw new TypeError('cannot read it')
  }),
  rule('eats-memory', async function* () {
    yield* nothing()
    const kept: string[][] = []
    for (;;) kept.push(Array.from({ length: 100_000 }, (_, index) => `${index} ${Math.random()}`))
  }),
  rule('exits', async function* () {
    yield* nothing()
    process.exit(0)
  }),
  rule('hangs', async function* () {
    yield* nothing()
    for (;;) Math.sqrt(2)
  }),
  rule('never-answers', async function* () {
    yield* nothing()
    await new Promise(() => {})
  }),
  rule('reads-outside', async function* () {
    yield* nothing()
    readFileSync('/etc/hostname')
  }),
  rule('reads-secrets', async function* () {
    yield* nothing()
    readFileSync(new URL('../../.env', import.meta.url))
  }),
  rule('starts-program', async function* () {
    yield* nothing()
    execFileSync('true')
  }),
  rule('starts-thread', async function* () {
    yield* nothing()
    await new Worker('', { eval: true }).terminate()
  }),
  rule('writes', async function* () {
    yield* nothing()
    writeFileSync(new URL('./written', import.meta.url), '')
  }),
  rule('reads-all', async function* ({ changeSet, changes }) {
    for (const { path } of changes) {
      const content = await changeSet.head.read(path)
      if (content.kind === 'text') yield atLine(path, content.text.split('\n').length - 1)
    }
  }),
  rule('says-much', async function* ({ changes }) {
    for (let line = 1; line <= 6000; line++) yield atLine(changes[0]?.path ?? '', 1, `result ${line}`)
  }),
  rule('asks-tool', async function* ({ tool }) {
    const config = 'version: v2\n'
    const files = { 'base/buf.yaml': config, 'head/buf.yaml': config, 'head/a.proto': '', 'base/b.proto': '' }
    const answer = await tool({ tool: 'buf-breaking', files })
    yield atLine('a.txt', 2, answer.kind === 'ran' ? `exit ${answer.exitCode}` : answer.why)
  }),
  rule('asks-tool-for-much', async function* ({ tool }) {
    const answer = await tool({ tool: 'buf-breaking', files: { '../outside': 'text' } })
    yield atLine('a.txt', 2, answer.kind)
  }),
  rule('unsure', async function* (context) {
    yield* nothing()
    context.incomplete('half of it')
  }),
]

/** As checks/load-rule.ts does for the project's own rules. */
export function loadRule(id: string): Promise<Rule> {
  const found = rules.find((candidate) => candidate.id === id)
  return found ? Promise.resolve(found) : Promise.reject(new Error(`no rule ${id}`))
}
