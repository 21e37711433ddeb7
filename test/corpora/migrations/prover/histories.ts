import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { dialectInPath, dialectOf } from '../../../../checks/migration-rollback/hazards/dialect.ts'
import { historiesIn } from '../../../../checks/migration-rollback/history.ts'
import { migrationOptions } from '../../../../checks/migration-rollback/options.ts'
import { openGit } from '../../../../src/changeset/index.ts'
import { scriptOf } from '../../../../src/engine/migrations/prove-history.ts'
import type { ProofStep, RuleContext } from '../../../../src/model/index.ts'
import type { Step } from '../../../../src/parse/migrations/index.ts'

/** A history of migrations in SQL for PostgreSQL, in its order. */
export interface SqlHistory {
  /** Project, framework and directory. */
  name: string
  steps: Step[]
  /** Migrations in code, which are not run: what comes after them is run without what they did. */
  code: string[]
}

/** Shorter ones are examples and test data, mostly. */
const SHORTEST = 5
/** As files and folders of projects for several databases are named. */
const OTHERS =
  /(?:^|[/._-])(mysql|mariadb|sqlite3?|h2|mssql|sqlserver|oracle|clickhouse|cockroach(?:db)?|crdb)(?=[/._-])/i

/** Of a history that is told to be in SQL: the share that may be in code. */
const MOST_CODE = 0.1

/** The histories of a clone's HEAD that are PostgreSQL's and SQL, but for a few migrations in code. */
export async function sqlHistories(corpus: string, project: string): Promise<SqlHistory[]> {
  const nested = join(corpus, project, 'repo')
  const repo = existsSync(nested) ? nested : join(corpus, project)
  await using opened = await openGit({ repo, base: 'HEAD', head: 'HEAD' })
  const options = migrationOptions.parse({})
  const shared = <T>(_: string, make: () => Promise<T>): Promise<T> => make()
  const context = { changeSet: opened, options, shared } as unknown as RuleContext<typeof options>
  const found: SqlHistory[] = []
  for (const { adapter, set, steps: all, notRead } of await historiesIn(opened.head, options)) {
    const every = all.map(({ step }) => step)
    const steps = every.filter(({ up }) => up.sql !== undefined)
    const code = every.filter(({ up }) => up.sql === undefined).map(({ path }) => path)
    if (code.length > every.length * MOST_CODE) continue
    if (steps.length < SHORTEST || notRead.length > 0) continue
    if (steps.some(({ path }) => OTHERS.test(path))) continue
    if (steps.some(({ path }) => (dialectInPath(path) ?? 'postgresql') !== 'postgresql')) continue
    if ((await dialectOf(context, adapter, steps, [])) !== 'postgresql') continue
    found.push({ name: `${project} ${adapter.framework} ${set}`, steps, code })
  }
  return found
}

/** As the command `migrations --prove` gives them to the prover. */
export function proofStepsOf(steps: readonly Step[]): ProofStep[] {
  return steps.map((step, index) => {
    const down = step.down && scriptOf(step.down)
    return {
      id: `${index + 1} (${step.version ?? step.name})`,
      framework: step.framework,
      up: scriptOf(step.up) ?? '',
      ...(down !== undefined && { down }),
    }
  })
}
