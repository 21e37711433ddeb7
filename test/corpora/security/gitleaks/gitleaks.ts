import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { type Finder, withRules } from '../../../../checks/insecure-patterns/hard-coded-secret/finder.ts'
import { readRuleSet } from '../../../../checks/insecure-patterns/hard-coded-secret/gitleaks/rule-set.ts'
import { type Sample, type Samples, samplesOf } from './go-source.ts'

const SEED = 20_26
let find: Finder = withRules(undefined)

/**
 * How many of gitleaks' own samples are found, and how many of those that it calls harmless. Read from the source of
 * its rules in `folder`; only rules whose id has an even hash were looked at while formats and exceptions were tuned.
 * `isWithConfig` adds the rule set of the clone itself, as a repository that brings it has it.
 */
export function gitleaks(folder: string, list: boolean, isWithConfig: boolean): void {
  if (isWithConfig) find = withRules(readRuleSet(readFileSync(join(folder, 'config/gitleaks.toml'), 'utf8')))
  const rules = join(folder, 'cmd/generate/config/rules')
  const files = readdirSync(rules)
    .filter((file) => file.endsWith('.go'))
    .toSorted()
  const all = files.flatMap((file) => samplesOf(file, readFileSync(join(rules, file), 'utf8'), sample))
  const tuned = all.filter((one) => isTuned(one.id))
  print('Rules tuned on (even hash)', tuned)
  print(
    'Rules never looked at (odd hash)',
    all.filter((one) => !isTuned(one.id)),
  )
  print('All', all)
  if (!list) return
  for (const samples of tuned) {
    const missed = samples.isTrue.filter((one) => !isFound(one))
    const wrong = samples.isFalse.filter((one) => isFound(one))
    if (missed.length > 0)
      console.log(`${samples.name}: missed ${missed.length} of ${samples.isTrue.length}: ${brief(missed)}`)
    if (wrong.length > 0) console.log(`${samples.name}: false ${wrong.length}: ${brief(wrong)}`)
  }
}

function isTuned(id: string): boolean {
  return (createHash('sha256').update(id).digest()[0] ?? 0) % 2 === 0
}

function print(title: string, rules: Samples[]): void {
  const isTrue = rules.flatMap((one) => one.isTrue)
  const isFalse = rules.flatMap((one) => one.isFalse)
  const unread = rules.reduce((sum, one) => sum + one.unread, 0)
  console.log(
    `${title}: ${rules.length} rules; ${share(isTrue)} true samples found, ${share(isFalse)} false ones reported; ${unread} expressions not read`,
  )
}

function share(samples: Sample[]): string {
  const found = samples.filter(isFound).length
  return `${found} of ${samples.length} (${((100 * found) / Math.max(1, samples.length)).toFixed(1)} %)`
}

function isFound({ text, path = 'settings.txt' }: Sample): boolean {
  return find(text, path).length > 0
}

function brief(samples: Sample[]): string {
  return samples
    .map(({ text }) => JSON.stringify(text.slice(0, 200)))
    .join(' ')
    .slice(0, 600)
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
