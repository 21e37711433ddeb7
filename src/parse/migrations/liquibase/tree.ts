import type { Region } from '../../../model/index.ts'
import { parseJson } from '../../json/parse-json.ts'
import type { Pointer } from '../../source-tree.ts'
import { parseYaml } from '../../yaml/parse-yaml.ts'
import type { Unreadable } from '../adapter.ts'
import type { Change, ChangeSet } from './change.ts'

type Members = Readonly<Record<string, unknown>>

/** The changesets of a changelog in YAML or JSON. */
export function readTree(path: string, text: string): ChangeSet[] | Unreadable | undefined {
  const tree = path.endsWith('.json') ? parseJson(path, text) : parseYaml(path, text)
  const problem = tree.value === undefined ? tree.problems[0] : undefined
  if (problem) {
    const line = problem.region?.startLine
    return { unreadable: `a changelog that ${problem.message}${line ? ` (line ${line})` : ''}` }
  }
  const entries = member(tree.value, 'databaseChangeLog')
  if (!Array.isArray(entries)) return undefined
  const found = entries.flatMap((entry: unknown, index) => {
    const written = member(entry, 'changeSet')
    return isMembers(written) ? [{ written, at: ['databaseChangeLog', index, 'changeSet'] as Pointer }] : []
  })
  const pointers = found.flatMap(({ written, at }) => [
    at,
    [...at, 'rollback'],
    ...listOf(written['changes']).map((_, index) => [...at, 'changes', index]),
  ])
  const regions = tree.locate(pointers)
  let next = 0
  return found.map(({ written }) => {
    const [region, rollbackRegion] = [regions[next++], regions[next++]]
    const changes = listOf(written['changes']).flatMap((change) => {
      const place = regions[next++]
      return isMembers(change) && place ? changesOf(change, place) : []
    })
    return changeSetOf(written, changes, region, rollbackRegion)
  })
}

const NOWHERE: Region = { startLine: 1, endLine: 1 }

function changeSetOf(
  written: Members,
  changes: Change[],
  region: Region = NOWHERE,
  rollbackRegion: Region = region,
): ChangeSet {
  const has = Object.hasOwn(written, 'rollback')
  return {
    id: textOf(written['id']) ?? '',
    author: textOf(written['author']) ?? '',
    attributes: scalars(written),
    changes,
    ...(has && { rollback: rollbackOf(written['rollback'], rollbackRegion), rollbackRegion }),
    ...(Object.hasOwn(written, 'preConditions') && {
      preconditions: [changeOf('preConditions', written['preConditions'], region)],
    }),
    comments: textOf(written['comment']) ?? textOf(written['comments']) ?? '',
    region,
    anyCheckSum: Object.hasOwn(written, 'validCheckSum') || Object.hasOwn(written, 'validCheckSums'),
  }
}

function rollbackOf(value: unknown, region: Region): Change[] {
  const sql = textOf(value)
  if (sql !== undefined) return sql.trim() === '' ? [] : [plain('sql', sql, region)]
  return listOf(value).flatMap((one) => {
    const text = textOf(one)
    if (text !== undefined) return [plain('sql', text, region)]
    if (!isMembers(one)) return []
    if (Object.hasOwn(one, 'changeSetId')) return [plain('the changes of a changeset', '', region)]
    return changesOf(one, region)
  })
}

/** `{ createTable: { … } }` */
function changesOf(written: Members, region: Region): Change[] {
  return Object.entries(written).map(([name, value]) => changeOf(name, value, region))
}

function changeOf(name: string, value: unknown, region: Region): Change {
  const text = textOf(value)
  if (text !== undefined) return plain(name, text, region)
  const attributes = isMembers(value) ? scalars(value) : new Map<string, string>()
  const inner = isMembers(value) ? Object.entries(value).filter(([, one]) => textOf(one) === undefined) : []
  // `columns: [{ column: { … } }]` reads like XML's `<column>` elements.
  const children = inner.flatMap(([key, one]) =>
    Array.isArray(one)
      ? one.flatMap((item: unknown) =>
          isMembers(item) ? changesOf(item, region) : [plain(key, textOf(item) ?? '', region)],
        )
      : [changeOf(key, one, region)],
  )
  return { name, attributes, children, text: '', region }
}

function plain(name: string, text: string, region: Region): Change {
  return { name, attributes: new Map(), children: [], text, region }
}

function scalars(value: Members): Map<string, string> {
  return new Map(
    Object.entries(value).flatMap(([name, one]): [string, string][] => {
      const text = textOf(one)
      return text === undefined ? [] : [[name, text]]
    }),
  )
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined
}

function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value
  return isMembers(value) ? [value] : []
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function member(value: unknown, name: string): unknown {
  return isMembers(value) && Object.hasOwn(value, name) ? value[name] : undefined
}
