import type { RuleContext, Suggestion } from '../../../src/model/index.ts'
import type { Step } from '../../../src/parse/migrations/index.ts'
import type { MigrationChange } from '../collect.ts'
import type { MigrationOptions } from '../options.ts'
import { placeOf } from '../words.ts'
import { runProofs } from './prove.ts'

/** What a rule says and offers where a rollback was written and run. */
export interface ProvenHelp {
  fix: string
  suggestion?: Suggestion
}

/** The way back that the prover wrote for a migration of the change: only where its SQL is exact and it ran. */
export async function inverseFor(
  context: RuleContext<MigrationOptions>,
  { head }: MigrationChange,
): Promise<string | undefined> {
  if (head.up.sql === undefined) return undefined
  const { proofs } = await runProofs(context)
  return proofs.find(({ migration }) => migration.head.id === head.id)?.inverse
}

/** Words and a button for a rollback that was run: up, this, and up again. */
export function provenHelp(step: Step, inverse: string): ProvenHelp {
  const text = inForm(step, inverse)
  const where = step.room
    ? ''
    : step.down
      ? ''
      : ` Put it into ${placeOf(step)}${/\.\w+`$/.test(step.expected) ? ', a new file' : ''}.`
  const suggestion = suggestionIn(step, text)
  return {
    fix: `This rollback is proven: it was run after the migration, and the migration after it again.${where}\n\n${text}`,
    ...(suggestion && { suggestion }),
  }
}

function suggestionIn({ room }: Step, text: string): Suggestion | undefined {
  if (!room) return undefined
  const { path, region, before } = room
  const lines = before.split('\n').filter((line) => line.trim() !== '')
  const own = lines.at(-1)
  const there = own !== undefined && text.split('\n', 5).some((line) => line.trim() === own.trim())
  return { path, region, replacement: there ? text : before + text }
}

/** goose and sql-migrate split at semicolons, also inside of a function's body, unless told where a statement ends. */
export function inForm({ framework }: Pick<Step, 'framework'>, inverse: string): string {
  const text = inverse.trim()
  const mark = { goose: '+goose', 'sql-migrate': '+migrate' }[framework]
  if (mark === undefined || !/\$\w*\$/.test(text) || text.includes(`${mark} StatementBegin`)) return text
  return `-- ${mark} StatementBegin\n${text}\n-- ${mark} StatementEnd`
}
