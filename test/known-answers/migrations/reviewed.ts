import { rules } from '../../../checks/index.ts'
import { defaultConfig } from '../../../config/index.ts'
import { memoryChangeSet } from '../../../src/changeset/memory.ts'
import { review } from '../../../src/engine/review.ts'
import type { Finding, Level } from '../../../src/model/index.ts'
import type { Files, PullRequest } from './case.ts'

const NOW = new Date('2026-11-23T12:00:00Z')
const stable = rules.filter(({ family, status }) => family === 'migration-rollback' && status === 'stable')

export interface Said {
  level: Level
  /** `path: text of the line` */
  place: string
  /** `index-blocks-writes` */
  rule: string
  message: string
}

/** What the engine says of a pull request with the default configuration; a rule that could not look is said too. */
export async function reviewed({ base, change }: Pick<PullRequest, 'base' | 'change'>): Promise<Said[]> {
  const head = Object.fromEntries(
    Object.entries({ ...base, ...change }).filter((entry): entry is [string, string] => entry[1] !== null),
  )
  const answer = await review({
    changeSet: memoryChangeSet(base, head),
    config: defaultConfig(),
    rules: stable,
    now: NOW,
  })
  const left = answer.outcomes.filter(({ kind }) => kind !== 'ran' && kind !== 'skipped')
  return [
    ...answer.findings.map((finding) => said(finding, base, head)),
    ...left.map((outcome) => ({
      level: 'error' as const,
      place: 'not looked at',
      rule: outcome.ruleId,
      message: JSON.stringify(outcome),
    })),
  ]
}

function said({ level, location, ruleId, message }: Finding, base: Files, head: Files): Said {
  const { side, path, region } = location
  const text = ((side === 'base' ? base : head)[path] ?? '').split('\n')[(region?.startLine ?? 1) - 1]
  return { level, place: `${path}: ${text?.trim() ?? ''}`, rule: ruleId.split('/')[1] ?? '', message }
}

/** Why what was said is not the answer; undefined where it is. */
export function dissent({ says, notes = [] }: PullRequest, said: readonly Said[]): string | undefined {
  const loud = said.filter(({ level }) => level !== 'note')
  const quiet = said.filter(({ level }) => level === 'note')
  const same = (a: readonly string[], b: readonly string[]): boolean =>
    JSON.stringify([...new Set(a)].toSorted()) === JSON.stringify([...b].toSorted())
  const places = (all: readonly Said[]): string[] => all.map(({ place }) => place)
  const tidy = says.length === 0
  if (same(places(loud), says) && (!tidy || same(places(quiet), notes))) return undefined
  return said
    .map(({ level, rule, place, message }) => `${level} ${rule} at ${place}\n  ${message}`)
    .join('\n')
    .concat(`\nand the answer is:\n${says.join('\n')}`)
}
