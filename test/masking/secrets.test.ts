import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rules } from '../../checks/index.ts'
import { providers } from '../../checks/insecure-patterns/hard-coded-secret/providers.ts'
import { memoryChangeSet } from '../../src/changeset/memory.ts'
import { runRule } from '../../src/engine/run-rule.ts'
import type { Finding, Review } from '../../src/model/index.ts'
import { collectExcerpts } from '../../src/report/excerpt/index.ts'
import type { Catalogue } from '../../src/report/catalogue.ts'
import { catalogue, review } from '../report/example.ts'

const rule = rules.find(({ id }) => id === 'insecure-patterns/hard-coded-secret')

/** The most of a key that may be shown in a row: prefixes that tell the provider are no longer. */
const SHOWN = 21

// Keys are made here, from the shapes, so that none is written down.
const KEYS = providers
  .filter(({ body }) => !body)
  .flatMap(({ id, pattern }) => {
    const source = pattern.source.replace(/\(\?<?[!=](?:[^()\\]|\\.)*\)/g, '').replaceAll('\\b', '')
    const made = fc.sample(fc.stringMatching(new RegExp(`^${source}$`)), { seed: 7, numRuns: 2 })
    return made.map((key) => [id, key] as const)
  })

test('no report, fingerprint or excerpt holds a key, added or taken out', async () => {
  if (!rule) throw new Error('the rule is registered')
  const text = KEYS.map(([, key]) => key.replace(/[\r\n]/g, ' ')).join('\n')
  const own = `mailjetApiKey = "4f9d2c81b7e03a6659cd18fe72ab4d05"`
  const info = catalogue.rule(catalogue.rules[0]?.id ?? '')
  if (!info) throw new Error('the example has rules')
  const ofSecrets: Catalogue = { ...catalogue, rule: () => ({ ...info, cwe: [...(rule.cwe ?? [])] }) }
  const found = new Set<string>()
  for (const [base, head] of [
    ['', `${own}\n${text}\n`],
    [`${own}\n${text}\n`, ''],
  ] as const) {
    const changeSet = memoryChangeSet({ 'a.env': base }, { 'a.env': head })
    const { reports } = await runRule({
      rule,
      changeSet,
      changes: changeSet.changes,
      options: rule.options.parse({}),
      now: new Date('2026-01-15T12:00:00Z'),
      signal: AbortSignal.timeout(20_000),
    })
    expect(reports.length).toBeGreaterThan(10)
    const lines = (head || base).split('\n')
    for (const report of reports) {
      found.add(report.subject.split(' ').at(-2) ?? '')
      const { startLine = 1, startColumn = 1, endColumn } = report.location.region ?? {}
      const line = (lines[startLine - 1] ?? '').slice(startColumn - 1, endColumn && endColumn - 1)
      expect(line.length).toBeGreaterThan(13)
      const [template] = review.findings
      if (!template) throw new Error('the example has findings')
      const finding: Finding = { ...template, ruleId: rule.id, location: report.location }
      const one: Review = { ...review, findings: [finding] }
      const rows = await collectExcerpts(one, changeSet, ofSecrets)
      const excerpt = rows.get(template.fingerprint)?.filter((row) => row.target) ?? []
      const shown = JSON.stringify([
        report.subject,
        report.message,
        report.fix,
        excerpt.map((row) => row.text),
      ])
      for (let at = 0; at + SHOWN < line.length; at++) expect(shown).not.toContain(line.slice(at, at + SHOWN))
    }
  }
  expect(found).toContain('service-mailjet')
})
