import { type Command, Option } from 'commander'
import { rules } from '../../../checks/index.ts'
import type { Io } from '../io.ts'
import { table } from '../text.ts'

export function addRules(program: Command, io: Io): void {
  program
    .command('rules')
    .description('list the rules')
    .addOption(new Option('--format <format>').choices(['terminal', 'json']).default('terminal'))
    .action(({ format }: { format: 'terminal' | 'json' }) => {
      const rows = rules.map(({ id, family, level, confidence, status, module, cwe = [] }) => ({
        id,
        family,
        level,
        confidence,
        status,
        module,
        cwe,
      }))
      if (format === 'json') {
        io.stdout.write(`${JSON.stringify(rows, undefined, 2)}\n`)
        return
      }
      const head = ['RULE', 'LEVEL', 'CONFIDENCE', 'STATUS', 'MODULE', 'CWE']
      const lines = rows.map(({ id, level, confidence, status, module, cwe }) => [
        id,
        level,
        confidence,
        status,
        String(module),
        cwe.join(', '),
      ])
      io.stdout.write(`${table([head, ...lines])}\n`)
    })
}
