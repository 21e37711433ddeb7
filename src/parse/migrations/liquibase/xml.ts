import type { XmlElement } from '../../xml/element.ts'
import { valueAt } from '../../xml/element.ts'
import { parseXml } from '../../xml/parse-xml.ts'
import type { Unreadable } from '../adapter.ts'
import type { Change, ChangeSet } from './change.ts'

/** What stands in a changeset beside its changes. */
const BESIDE = new Set([
  'rollback',
  'comment',
  'preConditions',
  'validCheckSum',
  'modifySql',
  'property',
  'ext',
])

/** The changesets of a changelog in XML; its includes are files of their own. */
export function readXml(path: string, text: string): ChangeSet[] | Unreadable | undefined {
  const parsed = parseXml(path, text, { texts: true })
  if (parsed.kind === 'broken') {
    const line = parsed.problem.region?.startLine
    return { unreadable: `a changelog that ${parsed.problem.message}${line ? ` (line ${line})` : ''}` }
  }
  if (parsed.root.local !== 'databaseChangeLog') return undefined
  return parsed.root.children
    .filter(({ local }) => local === 'changeSet')
    .map((element) => changeSetOf(element))
}

function changeSetOf(element: XmlElement): ChangeSet {
  const rollbacks = element.children.filter(({ local }) => local === 'rollback')
  const comments = element.children.filter(({ local }) => local === 'comment').map(({ text }) => text ?? '')
  const first = rollbacks[0]
  return {
    id: valueAt(element, 'id') ?? '',
    author: valueAt(element, 'author') ?? '',
    attributes: attributesOf(element),
    changes: element.children.filter(({ local }) => !BESIDE.has(local)).map((child) => changeOf(child)),
    ...(first && { rollback: rollbacks.flatMap((one) => contentOf(one)), rollbackRegion: first.region }),
    preconditions: element.children
      .filter(({ local }) => local === 'preConditions')
      .map((child) => changeOf(child)),
    comments: comments.join('\n'),
    region: element.whole ?? element.region,
    anyCheckSum: element.children.some(({ local }) => local === 'validCheckSum'),
  }
}

/** Text in a `rollback` is SQL; one that names a changeset runs that one's changes. */
function contentOf(rollback: XmlElement): Change[] {
  const own = changeOf(rollback)
  const changes = rollback.children.map((child) => changeOf(child))
  if (own.text.trim() !== '') changes.unshift({ ...own, name: 'sql', children: [] })
  if (own.attributes.has('changeSetId')) changes.unshift({ ...own, name: 'the changes of a changeset' })
  return changes
}

function changeOf(element: XmlElement): Change {
  return {
    name: element.local,
    attributes: attributesOf(element),
    children: element.children.map((child) => changeOf(child)),
    text: element.text ?? '',
    region: element.whole ?? element.region,
    textLine: element.region.endLine,
  }
}

function attributesOf({ attributes }: XmlElement): Map<string, string> {
  return new Map(attributes.map(({ local, value }) => [local, value]))
}
