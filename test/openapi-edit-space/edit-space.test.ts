import { describe, expect, test } from 'vitest'
import { carriersOf, nestedIn, POSITIONS } from './carriers.ts'
import { ABSENT, compare, edited, sampleOf, type Json, type Path, type Value } from './document.ts'
import { EXCEPTIONS, WAIVERS, type Exception } from './ledger.ts'
import { objectsOf, VERSIONS, type Version } from './meta-schemas.ts'
import { fieldOf, OBJECT_EDITS, objectOf, operationsOf, type Answer } from './object-edits.ts'
import { KEYWORD_EDITS, type KeywordEdit } from './schema-edits.ts'

/**
 * The edit space: every field of every object that the standard's own meta-schemas know, in every place it can
 * stand, added, removed, tightened and loosened. Each cell is an edit of a small document, which gives the
 * finding that it must; or it has a waiver with a reason in the ledger.
 */

/** What the comparison says, as one line: levels and kinds, each once. */
function answerTo(base: Json, head: Json): string {
  const answers = new Set(compare(base, head).map(({ level, kind }) => `${level} ${kind}`))
  return answers.size === 0 ? 'nothing' : [...answers].toSorted().join(' + ')
}

interface Step {
  change: Exception['change']
  from: Value
  to: Value
  /** Whether fewer values are valid afterwards; `both` where some more and some fewer are. */
  narrows: boolean | 'both'
}

function stepsOf({ loose, tight, other, absentIsTight }: KeywordEdit): Step[] {
  const present = absentIsTight ? (loose ?? tight) : tight
  const steps: Step[] = [
    { change: 'added', from: ABSENT, to: present, narrows: !absentIsTight },
    { change: 'removed', from: present, to: ABSENT, narrows: absentIsTight === true },
  ]
  if (loose !== undefined) {
    steps.push({ change: 'tightened', from: loose, to: tight, narrows: true })
    steps.push({ change: 'loosened', from: tight, to: loose, narrows: false })
  }
  if (other !== undefined) steps.push({ change: 'changed', from: tight, to: other, narrows: 'both' })
  return steps
}

const used = new Set<Exception>()

/** By contravariance: who sends is broken by what narrows, who receives by what widens. */
function expected(
  keyword: string,
  edit: KeywordEdit,
  { change, narrows }: Step,
  direction: 'request' | 'response',
): string {
  const breaks = narrows === 'both' || narrows === (direction === 'request')
  const exception = EXCEPTIONS.find(
    (one) => one.keyword === keyword && one.direction === direction && one.change === change,
  )
  if (exception) {
    expect(breaks, `an exception where nothing breaks: ${keyword}`).toBe(true)
    used.add(exception)
    return exception.answer
  }
  const kinds = (change === 'added' || change === 'removed' ? edit.presence : undefined) ?? edit.kinds
  return breaks ? `error ${kinds[direction === 'request' ? 0 : 1]}` : 'nothing'
}

describe.each(VERSIONS)('OpenAPI %s', (version) => {
  const sample = sampleOf(version)
  const primitive = new Set(objectsOf('2.0').get('queryParameterSubSchema'))

  test.each(carriersOf(version))('every keyword of a schema: $name', ({ at, direction, keep }) => {
    const wrong: string[] = []
    const around = onlyWith(sample, at)
    for (const [keyword, edit] of Object.entries(KEYWORD_EDITS[version])) {
      // What is no body has no schema in Swagger 2, but some of its keywords.
      if (keep && !primitive.has(keyword)) continue
      const write = (value: Value): Json =>
        edited(around, [at, { ...keep, ...edit.beside, [keyword]: value } as Json])
      for (const step of stepsOf(edit)) {
        const want = expected(keyword, edit, step, direction)
        const got = answerTo(write(step.from), write(step.to))
        const fine = want === 'nothing' ? !got.includes('error ') : got === want
        if (!fine) wrong.push(`${keyword} ${step.change}: ${want} expected, but ${got}`)
      }
    }
    expect(wrong).toEqual([])
  })

  const places = Object.entries(POSITIONS).filter(([, { versions }]) => versions.includes(version))
  test.each(places)('every schema inside a schema: %s', (_, position) => {
    const wrong: string[] = []
    for (const { name, at, direction, keep, text } of carriersOf(version)) {
      if (keep || text) continue
      const write = (maxLength: number): Json => edited(sample, [at, nestedIn(position, { maxLength })])
      const turned = position.turned === true
      for (const [change, from, to] of [
        ['tightened', 9, 5],
        ['loosened', 5, 9],
      ] as const) {
        const narrows = (change === 'tightened') !== turned
        const breaks = narrows === (direction === 'request')
        const kind = direction === 'request' ? 'request-constraint-tightened' : 'response-constraint-loosened'
        const got = answerTo(write(from), write(to))
        if (got !== (breaks ? `error ${kind}` : 'nothing')) wrong.push(`${name} ${change}: ${got}`)
      }
    }
    expect(wrong).toEqual([])
  })

  test('every field of every other object', () => {
    const wrong: string[] = []
    for (const edit of OBJECT_EDITS.filter(({ versions }) => versions.includes(version))) {
      const { at } = edit
      const anywhere: { at: Path; calling: boolean }[] = [{ at: [], calling: false }]
      for (const place of 'root' in at ? anywhere : operationsOf(version)) {
        const path = 'root' in at ? at.root : [...place.at, ...at.operation]
        const write = (value: Value): Json =>
          edited(
            sample,
            ...(edit.given ?? []).map(([where, what]) => [[...place.at, ...where], what] as const),
            [path, value],
          )
        const want: readonly Answer[] = (place.calling ? edit.calling : undefined) ?? edit.called
        const forth = answerTo(write(edit.from), write(edit.to))
        const back = answerTo(write(edit.to), write(edit.from))
        if (forth !== want[0] || back !== want[1]) {
          wrong.push(`${edit.field} at ${path.join('/')}: ${want.join(', ')} expected, but ${forth}, ${back}`)
        }
      }
    }
    expect(wrong).toEqual([])
  })

  test('no cell is missing', () => {
    const edits = new Set(
      OBJECT_EDITS.filter(({ versions }) => versions.includes(version)).map(({ field }) => field),
    )
    const missing = cellsOf(version).filter(
      (field) => !edits.has(field) && !isKeyword(version, field) && !waiverOf(field),
    )
    expect(missing).toEqual([])
  })
})

/** The sample without the operations that a place is not in: thousands of edits are compared. */
function onlyWith(sample: Json, at: Path): Json {
  const post: Path = ['paths', '/pets/{id}', 'post']
  const rest: Path[] = at[0] === 'webhooks' ? [post] : [['webhooks']]
  if (!at.includes('callbacks') && at[0] === 'paths') rest.push([...post, 'callbacks'])
  return edited(sample, ...rest.map((path) => [path, ABSENT] as const))
}

/** Every `object.field` of a version, in the names of the newest one. */
function cellsOf(version: Version): string[] {
  return [...objectsOf(version)].flatMap(([object, fields]) => fields.map((field) => fieldOf(object, field)))
}

function isKeyword(version: Version, cell: string): boolean {
  const [object = '', field = ''] = cell.split('.')
  return ['schema', 'parameter', 'header'].includes(object) && Object.hasOwn(KEYWORD_EDITS[version], field)
}

function waiverOf(cell: string): (typeof WAIVERS)[number] | undefined {
  const [object = '', field = ''] = cell.split('.')
  return WAIVERS.find((waiver) => [cell, `${object}.*`, `*.${field}`].includes(waiver.field))
}

describe('the ledger', () => {
  test('waives no field that no version has', () => {
    const cells = VERSIONS.flatMap(cellsOf)
    const stale = WAIVERS.filter(
      (waiver) => !cells.some((cell) => waiverOf(cell) === waiver || cell === waiver.field),
    )
    expect(stale).toEqual([])
  })

  test('waives nothing that is reported', () => {
    const reported: string[] = []
    for (const version of VERSIONS) {
      const sample = sampleOf(version)
      for (const cell of cellsOf(version)) {
        const waiver = waiverOf(cell)
        const [object = '', field = ''] = cell.split('.')
        // Some fields of a waived kind have rows all the same.
        if (!waiver || waiver.field.startsWith('components.') || ROOTS.has(cell)) continue
        if (OBJECT_EDITS.some((edit) => edit.field === cell && edit.versions.includes(version))) continue
        for (const at of objectOf(object, version)) {
          const write = (value: Value): Json => edited(sample, [[...at, field], value])
          for (const [from, to] of VALUES) {
            const answer = answerTo(write(from), write(to))
            if (answer !== 'nothing') reported.push(`${version} ${cell}: ${answer}`)
          }
        }
      }
    }
    expect(reported).toEqual([])
  })

  test('has no exception that is not one', () => {
    expect(EXCEPTIONS.filter((exception) => !used.has(exception))).toEqual([])
  })
})

/** Without these a document is another one. */
const ROOTS = new Set([
  'root.openapi',
  'root.swagger',
  'root.components',
  'root.definitions',
  'reference.$ref',
  'path-item.$ref',
])

const VALUES: readonly (readonly [Value, Value])[] = [
  [ABSENT, 'a'],
  ['a', 'b'],
  ['b', ABSENT],
]
