import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { rules } from '../../checks/index.ts'
import { CONFIG_PATH, defaultConfig, parseConfig, type Config } from '../../config/index.ts'
import { openGit } from '../../src/changeset/index.ts'
import { review } from '../../src/engine/index.ts'
import { rulePool } from '../rule-pool.ts'
import type { Finding, Review } from '../../src/model/index.ts'
import { sampled } from '../sampled.ts'
import { FIXTURES, fixtureNames, fixtureRepository, oneOfAKind } from './fixture-repositories.ts'

// Every case of fixtures/ as a real repository of two commits, reviewed whole. `expected.txt` is what a
// person would have to agree with line by line; `vitest -u` rewrites it.
const now = new Date('2026-01-15T12:00:00Z')

const inThisProcessToo = new Set(oneOfAKind(fixtureNames()))

// Rollbacks of each framework are run, which takes seconds each.
const isProven = (name: string): boolean => name.startsWith('migrations-in-')
const names = [
  ...fixtureNames().filter((name) => !isProven(name)),
  ...sampled(fixtureNames().filter(isProven), 2),
]

describe.each(names)('%s', (name) => {
  test('gives what is expected, in processes of their own and in this one', async () => {
    using repository = fixtureRepository(name)
    const { path, base, head } = repository
    await using changeSet = await openGit({ repo: path, base, head })
    const config = await configOf(changeSet.base)
    const answer = await review({ changeSet, config, now, pool: rulePool })
    await expect(describeReview(answer)).toMatchFileSnapshot(join(FIXTURES, name, 'expected.txt'))
    if (!inThisProcessToo.has(name)) return
    const here = await review({ changeSet, config, now })
    expect(JSON.stringify(here)).toBe(JSON.stringify(answer))
  })
})

async function configOf(snapshot: Parameters<typeof review>[0]['changeSet']['base']): Promise<Config> {
  const file = await snapshot.read(CONFIG_PATH)
  if (file.kind !== 'text') return defaultConfig()
  const result = parseConfig(file.text, { path: CONFIG_PATH, rules, now })
  if (!result.ok) throw new Error(result.problems.map(({ message, line }) => `${line}: ${message}`).join('\n'))
  return result.config
}

function describeReview(answer: Review): string {
  const incomplete = answer.outcomes.filter(({ kind }) => kind === 'failed' || kind === 'incomplete')
  return [
    `conclusion: ${answer.conclusion}`,
    ...answer.families.map(({ family, conclusion, summary }) => `${family}: ${conclusion}: ${summary}`),
    ...incomplete.map((outcome) => JSON.stringify(outcome)),
    ...answer.notices.flatMap(({ level, message }) =>
      // Of the machine, not of the case.
      /without a network namespace/.test(message) ? [] : [`notice: ${level}: ${message}`],
    ),
    '',
    ...answer.findings.map(describeFinding),
    '',
  ].join('\n')
}

function describeFinding({ level, ruleId, location, message, fix, suggestion, verdict }: Finding): string {
  const { side, path, region } = location
  const place = `${side} ${path}:${region ? `${region.startLine}-${region.endLine}` : ''}`
  const hidden = verdict.shown ? '' : ` (${verdict.because}${verdict.detail ? `: ${verdict.detail}` : ''})`
  const lines = [`${level} ${ruleId} ${place}${hidden}`, `  ${message}`]
  if (fix) lines.push(`  fix: ${fix}`)
  if (suggestion) lines.push(...suggestion.replacement.split('\n').map((line) => `  | ${line}`))
  return lines.join('\n')
}

test('the demo offends all four families', () => {
  const expected = readFileSync(join(FIXTURES, 'offends-all-four/expected.txt'), 'utf8')
  for (const family of ['api-compatibility', 'migration-rollback', 'critical-path-tests', 'insecure-patterns']) {
    expect(expected).toMatch(new RegExp(`^(error|warning) ${family}/`, 'm'))
  }
})
