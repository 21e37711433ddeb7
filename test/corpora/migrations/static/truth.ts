import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isBad, type Sweep } from './sweep.ts'

/** What somebody found by reading migrations of one project. */
export interface Truth {
  /** The commit that was read: 40 hexadecimal digits. */
  commit: string
  /** By path, or `path#name` where a file holds several: whether it has no real rollback. */
  verdicts: Map<string, boolean>
}

export interface Agreement {
  framework: string
  place: string
  said: boolean | undefined
  is: boolean
}

const FOLDER = join(import.meta.dirname, 'truth')

/**
 * Files `truth/<owner>+<name>.txt`: `commit <id>` first, then a line each: `bad|good <path> <why, in words>`.
 * @throws Error for a line that is neither
 */
export function readTruth(): Map<string, Truth> {
  if (!existsSync(FOLDER)) return new Map()
  return new Map(readdirSync(FOLDER).map((file) => [file.replace(/\.txt$/, ''), parse(file)]))
}

function parse(file: string): Truth {
  const [first = '', ...lines] = readFileSync(join(FOLDER, file), 'utf8').split('\n')
  const commit = /^commit ([\da-f]{40})$/.exec(first)?.[1]
  if (commit === undefined) throw new Error(`${file}: begins without "commit <id>"`)
  const verdicts = new Map<string, boolean>()
  for (const line of lines) {
    if (line.trim() === '' || line.startsWith('#')) continue
    const [, verdict, path = ''] = /^(bad|good) (\S+)/.exec(line) ?? []
    if (verdict === undefined) throw new Error(`${file}: "${line}" is no verdict`)
    verdicts.set(path, verdict === 'bad')
  }
  return { commit, verdicts }
}

/** A migration that was read and is not found at all counts as one of which nothing bad is said. */
export function compare({ project, steps }: Sweep, { verdicts }: Truth): Agreement[] {
  const byPlace = new Map(
    steps.flatMap((step) => [[step.path, step] as const, [`${step.path}#${step.name}`, step]]),
  )
  return [...verdicts].map(([path, is]) => {
    const step = byPlace.get(path)
    return {
      framework: step?.framework ?? 'not found',
      place: `${project} ${path}`,
      said: step && isBad(step),
      is,
    }
  })
}

/** @returns whether recall and precision are what they have to be */
export function print(agreements: readonly Agreement[]): boolean {
  for (const { place, said, is } of agreements) {
    const words = said === undefined ? 'not found' : said ? 'bad' : 'good'
    if (said !== is) console.log(`read: ${is ? 'bad' : 'good'}, said: ${words}: ${place}`)
  }
  console.log(
    '\n| framework | read | without a rollback | recall | precision |\n| --- | --- | --- | --- | --- |',
  )
  const groups = [...Map.groupBy(agreements, ({ framework }) => framework)]
  for (const [framework, own] of groups) row(framework, own)
  return row('all', agreements)
}

function row(name: string, all: readonly Agreement[]): boolean {
  const bad = all.filter(({ is }) => is)
  const said = all.filter((one) => one.said === true)
  const right = bad.filter((one) => one.said === true).length
  const recall = share(right, bad.length)
  const precision = share(right, said.length)
  console.log(`| ${name} | ${all.length} | ${bad.length} | ${percent(recall)} | ${percent(precision)} |`)
  return recall >= 0.98 && precision >= 0.98 && all.every((one) => one.said !== undefined)
}

function share(part: number, whole: number): number {
  return whole === 0 ? 1 : part / whole
}

function percent(value: number): string {
  return `${(100 * value).toFixed(1)}%`
}
