import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { type Finder, withRules } from '../../../../checks/insecure-patterns/hard-coded-secret/finder.ts'
import { readRuleSet } from '../../../../checks/insecure-patterns/hard-coded-secret/gitleaks/rule-set.ts'
import { type Samples, samplesOf } from './go-source.ts'

const SEED = 20_26
let find: Finder = withRules(undefined)

/**
 * How many of gitleaks' own samples are found, and how many of those that it calls harmless. Read from the source of
 * its rules in `folder`; files at even places of the sorted list are those that formats were tuned on. `isWithConfig`
 * adds the rule set of the clone itself, as a repository that brings it has it.
 */
export function gitleaks(folder: string, list: boolean, isWithConfig: boolean): void {
  if (isWithConfig) find = withRules(readRuleSet(readFileSync(join(folder, 'config/gitleaks.toml'), 'utf8')))
  const rules = join(folder, 'cmd/generate/config/rules')
  const files = readdirSync(rules)
    .filter((file) => file.endsWith('.go'))
    .toSorted()
  const all = files.map((file) => samplesOf(file, readFileSync(join(rules, file), 'utf8'), sample))
  print(
    'Files tuned on (even)',
    all.filter((_, index) => index % 2 === 0),
  )
  print(
    'Files never looked at (odd)',
    all.filter((_, index) => index % 2 === 1),
  )
  print('All', all)
  if (!list) return
  for (const samples of all.filter((_, index) => index % 2 === 0).flat()) {
    const missed = samples.isTrue.filter((text) => !isFound(text))
    const wrong = samples.isFalse.filter((text) => isFound(text))
    if (missed.length > 0)
      console.log(`${samples.name}: missed ${missed.length} of ${samples.isTrue.length}: ${brief(missed)}`)
    if (wrong.length > 0) console.log(`${samples.name}: false ${wrong.length}: ${brief(wrong)}`)
  }
}

function print(title: string, files: Samples[][]): void {
  const samples = files.flat()
  const isTrue = samples.flatMap((one) => one.isTrue)
  const isFalse = samples.flatMap((one) => one.isFalse)
  const unread = samples.reduce((sum, one) => sum + one.unread, 0)
  console.log(
    `${title}: ${samples.length} rules; ${share(isTrue)} true samples found, ${share(isFalse)} false ones reported; ${unread} expressions not read`,
  )
}

function share(texts: string[]): string {
  const found = texts.filter(isFound).length
  return `${found} of ${texts.length} (${((100 * found) / Math.max(1, texts.length)).toFixed(1)} %)`
}

function isFound(text: string): boolean {
  return find(text, 'settings.txt').length > 0
}

function brief(texts: string[]): string {
  return JSON.stringify(texts[0]?.slice(0, 140))
}

let count = 0

/** A text that the pattern matches, the same in every run. Go writes flags where JavaScript has none. */
function sample(pattern: string): string {
  const source = pattern
    .replace(/\(\?[ims]+\)/g, '')
    .replace(/\(\?[ims]*-?[ims]*:/g, '(?:')
    .replace(/^\\b|\\b$/g, '')
    .replace(/\[([^\]^](?:\\.|[^\]\\])*)\]/g, (_, inside: string) => `[${everyCharacter(inside)}]`)
  try {
    return (
      fc.sample(fc.noBias(fc.stringMatching(new RegExp(`^(?:${source})$`))), {
        seed: SEED + count++,
        numRuns: 1,
      })[0] ?? ''
    )
  } catch {
    return source
  }
}

/** A class with its ranges written out: fast-check takes each part of a class as often as another, Go each character. */
function everyCharacter(inside: string): string {
  const isIn = new RegExp(`[${inside}]`)
  return Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index))
    .filter((character) => isIn.test(character))
    .map((character) => (/[\w ]/.test(character) ? character : `\\${character}`))
    .join('')
}
