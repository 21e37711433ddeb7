import { readdirSync } from 'node:fs'
import { memoryChangeSet } from '../../../src/changeset/memory.ts'
import { runRule, SharedValues } from '../../../src/engine/run-rule.ts'
import { matcher, type Rule, type RuleDefinition } from '../../../src/model/index.ts'

const FOLDER = new URL('../../../checks/insecure-patterns/', import.meta.url)

/** Rules of the family that are code: they read Terraform, Dockerfiles, manifests, workflows and nginx. */
export async function codeRules({ preview }: { preview: boolean }): Promise<Rule[]> {
  const names = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
    .filter((file) => /^[\w-]+\/rule\.ts$/.test(file))
    .toSorted()
  const rules = await Promise.all(
    names.map(async (file): Promise<Rule> => {
      const { default: rule } = (await import(new URL(file, FOLDER).href)) as { default: RuleDefinition }
      const family = 'insecure-patterns'
      return { ...rule, id: `${family}/${file.slice(0, file.indexOf('/'))}`, family }
    }),
  )
  return rules.filter(({ status }) => preview || status === 'stable')
}

/** What they say of a file that is new, at a path at which they would meet it. */
export async function askCodeRules(
  rules: readonly Rule[],
  path: string,
  text: string,
): Promise<{ rule: string; line: number; end: number; message: string }[]> {
  const changeSet = memoryChangeSet({}, { [path]: text })
  const shared = new SharedValues()
  const said = []
  for (const rule of rules) {
    if (!matcher(rule.files)(path)) continue
    const { changes } = changeSet
    const options = rule.options.parse({})
    const signal = AbortSignal.timeout(20_000)
    const run = await runRule({ rule, changeSet, changes, options, now: new Date(0), signal, shared })
    for (const { location, message } of run.reports) {
      const { startLine = 1, endLine = startLine } = location.region ?? {}
      said.push({ rule: rule.id, line: startLine, end: endLine, message })
    }
  }
  return said
}
