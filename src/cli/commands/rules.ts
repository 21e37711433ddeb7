import { type Command, Option } from 'commander'
import { families, groupedRules } from '../../../checks/index.ts'
import type { Rule } from '../../model/index.ts'
import type { ExitCode } from '../../report/index.ts'
import type { Io } from '../io.ts'
import { table } from '../text.ts'
import { addImport } from './rules-import.ts'

export function addRules(program: Command, io: Io, end: (code: ExitCode) => void): void {
  const command = program
    .command('rules')
    .description('list the rules')
    .addOption(new Option('--format <format>').choices(['terminal', 'json']).default('terminal'))
    .action(({ format }: { format: 'terminal' | 'json' }) => {
      const groups = families.flatMap((family) =>
        groupedRules(family).map(({ group, rules }) => ({ family, group, rules })),
      )
      if (format === 'json') {
        const rows = groups
          .flatMap(({ group, rules }) =>
            rules.map((rule) => ({ ...factsOf(rule), group: group?.title ?? null })),
          )
          .toSorted((a, b) => (a.id < b.id ? -1 : 1))
        io.stdout.write(`${JSON.stringify(rows, undefined, 2)}\n`)
        return
      }
      const lines = groups.flatMap(({ rules }) => rules.map(rowOf))
      const [head, ...rows] = table([HEAD, ...lines]).split('\n')
      // One table for all, so that the columns of every part stand below each other.
      const parts = groups.map(({ family, group, rules }) => {
        const title = group ? `${family.title}: ${group.title}` : family.title
        return [`# ${title}`, ...rows.splice(0, rules.length)].join('\n')
      })
      io.stdout.write(`${[head, ...parts].join('\n\n')}\n`)
    })
  addImport(command, io, end)
}

const HEAD = ['RULE', 'LEVEL', 'CONFIDENCE', 'STATUS', 'MODULE', 'CWE']

function factsOf({ id, family, level, confidence, status, module, cwe = [] }: Rule) {
  return { id, family, level, confidence, status, module, cwe }
}

function rowOf({ id, level, confidence, status, module, cwe = [] }: Rule): string[] {
  return [id, level, confidence, status, String(module), cwe.join(', ')]
}
