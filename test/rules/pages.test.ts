import { describe, expect, test } from 'vitest'
import { pageOf, rules } from '../../checks/index.ts'
import type { Example, RulePage } from '../../checks/index.ts'
import { memoryChangeSet } from '../../src/changeset/memory.ts'
import { runRule } from '../../src/engine/run-rule.ts'
import type { Rule } from '../../src/model/index.ts'
import { matcher, pathOn } from '../../src/model/index.ts'
import { applySuggestion } from '../suggestions/apply.ts'

// A page's examples are its contract: what stands under "Reported" is reported on the marked lines and
// nowhere else, what stands under "Not reported" is not.
describe.each(rules.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  let page: RulePage
  try {
    page = pageOf(id)
  } catch {
    test('the page can be read', () => {
      expect(() => pageOf(id)).not.toThrow()
    })
    return
  }

  test('the page has the title of the rule', () => {
    expect(page.title).toBe(rule.title)
  })

  test.each(page.examples.map((example) => [title(example), example] as const))('%s', async (_, example) => {
    const { reports, notLookedAt } = await runExample(rule, example)
    const lines = reports.map(
      ({ location: { side, path, region } }) => `${side} ${path}:${region?.startLine ?? 1}`,
    )
    const expected = example.expected.map(({ side, path, line }) => `${side} ${path}:${line}`)
    expect(lines.toSorted()).toEqual(expected.toSorted())
    expect(notLookedAt).toEqual([])
    // A suggestion mends what it stands on.
    for (const { subject, suggestion } of reports) {
      if (!suggestion) continue
      const head = applySuggestion(example.head, suggestion)
      const after = await runExample(rule, { ...example, head })
      expect(after.reports.map((report) => report.subject)).not.toContain(subject)
    }
  })

  test('base = head gives nothing', async () => {
    for (const example of page.examples) {
      const same = { ...example, base: example.head, renames: {} }
      expect((await runExample(rule, same)).reports).toEqual([])
    }
  })
})

function title(example: Example): string {
  return `${example.reported ? 'reported' : 'not reported'}: ${example.name}`
}

function runExample(rule: Rule, example: Example): ReturnType<typeof runRule> {
  const changeSet = memoryChangeSet(example.base, example.head, example.renames)
  const touched = matcher(rule.files)
  return runRule({
    rule,
    changeSet,
    changes: changeSet.changes.filter((change) =>
      [pathOn(change, 'base'), pathOn(change, 'head')].some((path) => path !== undefined && touched(path)),
    ),
    options: rule.options.parse(example.options ?? {}),
    criticalPaths: [{ name: 'critical', globs: ['**/critical/**'] }],
    ...(example.coverage && { coverage: example.coverage }),
    now: new Date('2026-01-15T12:00:00Z'),
    signal: AbortSignal.timeout(20_000),
  })
}
