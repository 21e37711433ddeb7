import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { expect, test } from 'vitest'
import { DISSENTS as DISSENTS_OF_CORPUS } from '../corpora/openapi/dissents.ts'
import { DISSENTS } from './dissents.ts'
import { description, edits, type Format } from './edits.ts'
import { ours, theirs, type Verdict } from './verdicts.ts'

const needed = new Set<string>()

test.each<[Format, boolean]>([
  ['openapi3', false],
  ['openapi3', true],
  ['swagger2', false],
])(
  'what openapi-diff calls breaking we report, or say why not: %s, undone: %s',
  { timeout: 60_000 },
  async (format, undo) => {
    const [base, head] = [description(format, undo), description(format, !undo)]
    const [own, known] = await Promise.all([ours(base, head), theirs(base, head)])
    const breaking = edited(known ?? [])
    expect(breaking.size).toBeGreaterThan(15)
    const reported = edited(own)
    const silent = [...breaking]
      .filter((name) => !reported.has(name))
      .map((name) => (undo ? 'undo ' : '') + name)
    for (const name of silent) needed.add(name)
    expect(silent.filter((name) => !DISSENTS.has(name))).toEqual([])
  },
)

test('no dissent has outlived its reason', () => {
  expect([...DISSENTS.keys()].filter((name) => !needed.has(name))).toEqual([])
})

/** The edits that verdicts speak of. */
function edited(verdicts: readonly Verdict[]): Set<string> {
  const names = [...edits].filter(([path]) =>
    verdicts.some(({ where }) => where.split(/[./]/).includes(path.slice(1))),
  )
  return new Set(names.map(([, name]) => name))
}

const CORPUS = process.env['CORPUS_OPENAPI'] ?? ''

/** Pairs of the corpus with known answers in which openapi-diff sees a break. Not part of the repository. */
test.skipIf(!existsSync(join(CORPUS, 'cases.json')))(
  'the pairs of the corpus',
  { timeout: 120_000 },
  async () => {
    const cases = JSON.parse(readFileSync(join(CORPUS, 'cases.json'), 'utf8')) as {
      n: number
      base: string
      head: string
      class: string
    }[]
    const silent: string[] = []
    const dissents = new Set(DISSENTS_OF_CORPUS.map(({ n }) => n))
    // Where the corpus itself calls a pair compatible, openapi-diff stands alone against it and us.
    for (const one of cases.filter((pair) => pair.class === 'breaking' && !dissents.has(pair.n))) {
      const [base, head] = [one.base, one.head].map((file) => readFileSync(join(CORPUS, file), 'utf8'))
      if (base === undefined || head === undefined || /\$ref["']?:\s*["']?[^#"'\s]/.test(base + head))
        continue
      if (![base, head].every((text) => /^["{\s]*(openapi|swagger)["']?:\s*["']?(3\.0|2)/m.test(text)))
        continue
      const [before, after] = [parse(base) as object, parse(head) as object]
      const known = await theirs(before, after)
      if (!known?.length || (await ours(before, after)).length > 0) continue
      silent.push(`${one.base} -> ${one.head}: ${known.map(({ what }) => what).join(', ')}`)
    }
    expect(silent).toEqual([])
  },
)
