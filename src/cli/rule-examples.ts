import { customRules } from '../../checks/insecure-patterns/custom/index.ts'
import type { ConfigProblem, CustomRule } from '../../config/index.ts'
import { memoryChangeSet } from '../changeset/memory.ts'
import { formatLocation } from '../model/index.ts'
import { runRule } from '../engine/run-rule.ts'

/** Milliseconds for one example. */
const EXAMPLE_MS = 10_000

/** What the examples of custom rules show otherwise than they say, each at its rule. */
export async function checkExamples(written: readonly CustomRule[], now: Date): Promise<ConfigProblem[]> {
  const problems: ConfigProblem[] = []
  for (const [index, rule] of customRules(written).entries()) {
    const { what, line = 1 } = written[index]?.source ?? { what: rule.id }
    const say = (message: string): void => void problems.push({ message, path: what, line, column: 1 })
    const { reported = [], 'not-reported': silent = [] } = rule.data.examples ?? {}
    const all = [
      ...reported.map((example, at) => ({ ...example, name: `examples.reported[${at}]` })),
      ...silent.map((example, at) => ({ ...example, lines: [], name: `examples.not-reported[${at}]` })),
    ]
    for (const { file, code, lines, name } of all) {
      const changeSet = memoryChangeSet({}, { [file]: code })
      const { reports, notLookedAt } = await runRule({
        rule,
        changeSet,
        changes: changeSet.changes,
        options: rule.options.parse({ exclude: [] }),
        now,
        signal: AbortSignal.timeout(EXAMPLE_MS),
      })
      const found = [...new Set(reports.map(({ location }) => location.region?.startLine ?? 1))]
      const at = (number: number): string =>
        formatLocation({ side: 'head', path: file, region: { startLine: number, endLine: number } })
      for (const number of lines.filter((number) => !found.includes(number)))
        say(`${rule.id} ${name}: ${at(number)} is not reported`)
      for (const number of found.filter((number) => !lines.includes(number)))
        say(`${rule.id} ${name}: ${at(number)} is reported`)
      for (const missing of notLookedAt) say(`${rule.id} ${name}: ${missing}`)
    }
  }
  return problems
}
