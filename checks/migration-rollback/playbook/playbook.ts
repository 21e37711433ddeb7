import { mysql } from './mysql.ts'
import type { Play, PlaybookKind, PlaybookNames, Plays } from './names.ts'
import { postgres } from './postgres.ts'
import { sqlite } from './sqlite.ts'

export type { Play, PlaybookKind, PlaybookNames, Stage } from './names.ts'

const DIALECTS: Readonly<Partial<Record<string, Plays>>> = { postgresql: postgres, mysql, sqlite }

/** The steps as data; undefined where the dialect has no other way than the plain statement. */
export function playOf<Kind extends PlaybookKind>(kind: Kind, names: PlaybookNames[Kind]): Play | undefined {
  const plays = DIALECTS[names.dialect ?? 'postgresql']
  return plays?.[kind]?.(names)
}

/**
 * How to make a dangerous change safely (expand, backfill, contract) as separate migrations, with the names at hand: a text
 * for `Report.fix`, a sentence and then code. Empty where the dialect has no other way than the plain statement.
 */
export function playbook<Kind extends PlaybookKind>(kind: Kind, names: PlaybookNames[Kind]): string {
  const play = playOf(kind, names)
  return play ? `${play.prose}\n\n${codeOf(play)}` : ''
}

function codeOf({ stages }: Play): string {
  const migrations = stages.filter((stage) => 'statements' in stage).length
  let number = 0
  return stages
    .map((stage) => {
      if ('between' in stage) return `-- ${stage.between}`
      number++
      const which = migrations > 1 ? `Migration ${number}` : 'One migration'
      const how = stage.alone ? ' (outside of a transaction)' : ''
      return `-- ${which}${how}: ${stage.title}\n${stage.statements.join('\n')}`
    })
    .join('\n')
}
