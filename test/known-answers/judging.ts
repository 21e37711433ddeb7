import { rules } from '../../checks/index.ts'
import { memoryChangeSet } from '../../src/changeset/memory.ts'
import { runRule, SharedValues } from '../../src/engine/run-rule.ts'

export type Files = Readonly<Record<string, string>>

/** One change of a repository and what the standard says of it. */
export interface Pair {
  /** Files of the base and of the head. */
  base: Files
  head: Files
  /**
   * `breaking`: an error of a stable rule. `dangerous`: a finding, and none of them an error. `compatible`: no error.
   * `nothing`: no finding at all and nothing left out.
   */
  is: 'breaking' | 'dangerous' | 'compatible' | 'nothing'
  /** Where the first error stands: `base api/schema.graphql:3`. */
  at?: string
}

const NOW = new Date('2026-11-22T12:00:00Z')
const family = rules.filter(
  ({ family: name, status }) => name === 'api-compatibility' && status !== 'preview',
)

export interface Judged {
  /** `error graphql-field-removed base api/schema.graphql:3 User.name` */
  errors: string[]
  others: string[]
  notLookedAt: string[]
}

/** What all stable rules of the family say about a change, in default configuration. */
export async function judge({ base, head }: Pick<Pair, 'base' | 'head'>): Promise<Judged> {
  const changeSet = memoryChangeSet(base, head)
  const shared = new SharedValues()
  const judged: Judged = { errors: [], others: [], notLookedAt: [] }
  for (const rule of family) {
    const { changes } = changeSet
    const options = rule.options.parse({})
    const signal = AbortSignal.timeout(20_000)
    const run = await runRule({ rule, changeSet, changes, options, now: NOW, signal, shared })
    for (const { level = rule.level, location, subject } of run.reports) {
      const { side, path, region } = location
      const line = `${level} ${rule.id.split('/')[1]} ${side} ${path}:${region?.startLine ?? '?'} ${subject}`
      ;(level === 'error' ? judged.errors : judged.others).push(line)
    }
    judged.notLookedAt.push(...run.notLookedAt)
  }
  return judged
}

/** Why a judgement is not the known answer; undefined where it is. */
export function dissent({ is, at }: Pair, { errors, others, notLookedAt }: Judged): string | undefined {
  const all = [...errors, ...others, ...notLookedAt].join('\n')
  if (is === 'breaking' && errors.length === 0) return `breaking, and no error:\n${all}`
  if (is !== 'breaking' && errors.length > 0) return `${is}, and reported at error:\n${all}`
  if (is === 'dangerous' && others.length === 0) return 'dangerous, and nothing said'
  if (is === 'nothing' && all !== '') return `nothing happened, and said:\n${all}`
  if (at !== undefined && ![...errors, ...others].some((line) => line.includes(` ${at} `)))
    return `not at ${at}:\n${all}`
  return undefined
}
