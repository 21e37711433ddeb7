import { describe, expect, test } from 'vitest'
import {
  defaultConfig,
  explainPath,
  findWaiver,
  isIgnored,
  makeLinks,
  modules,
  parseConfig,
  ruleSettings,
} from './index.ts'
import { ruleOf, rules } from '../test/config/rules.ts'
import type { Config } from './types.ts'

const now = new Date('2026-11-22T12:00:00Z')

function config(body: string): Config {
  const result = parseConfig(`version: 1\n${body}`, { path: '.roadmap.yml', rules, now })
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  return result.config
}

function settings(body: string, id: string, path?: string): string {
  const { enabled, level } = ruleSettings(config(body), ruleOf(id), path)
  return enabled ? level : 'off'
}

describe('which source decides', () => {
  const hash = 'insecure-patterns/weak-hash'
  const idea = 'insecure-patterns/new-idea'
  test.each([
    ['the rule itself', '', hash, undefined, 'warning'],
    ['the family over all', 'checks: { insecure-patterns/*: note, "*": error }', hash, undefined, 'note'],
    [
      'the rule over its family',
      `checks: { ${hash}: error, insecure-patterns/*: note }`,
      hash,
      undefined,
      'error',
    ],
    ['off', `checks: { ${hash}: off }`, hash, undefined, 'off'],
    ['a family without one', `checks: { insecure-patterns/*: error, ${hash}: off }`, hash, undefined, 'off'],
    ['one rule alone', `checks: { "*": off, ${hash}: error }`, hash, undefined, 'error'],
    ['a family alone', 'checks: { "*": off, insecure-patterns/*: error }', hash, undefined, 'error'],
    [
      'options do not switch a family on',
      'checks: { "*": off, api-compatibility/*: { specs: [a] } }',
      'api-compatibility/removed-path',
      undefined,
      'off',
    ],
    [
      'options by name do',
      'checks: { "*": off, api-compatibility/removed-path: { specs: [a] } }',
      'api-compatibility/removed-path',
      undefined,
      'error',
    ],
    [
      'an override over the rule',
      `checks: { ${hash}: error }\noverrides: [{ paths: [s/**], checks: { "*": note } }]`,
      hash,
      's/a.ts',
      'note',
    ],
    [
      'an override elsewhere',
      `checks: { ${hash}: error }\noverrides: [{ paths: [s/**], checks: { "*": note } }]`,
      hash,
      'a.ts',
      'error',
    ],
    [
      'no path, no override',
      'overrides: [{ paths: ["**"], checks: { "*": note } }]',
      hash,
      undefined,
      'warning',
    ],
    [
      'the later override',
      'overrides: [{ paths: [s/**], checks: { "*": note } }, { paths: [s/**], checks: { "*": error } }]',
      hash,
      's/a',
      'error',
    ],
    [
      'off by name stays off under a pattern',
      `checks: { ${hash}: off }\noverrides: [{ paths: [s/**], checks: { insecure-patterns/*: error } }]`,
      hash,
      's/a',
      'off',
    ],
    [
      'and is on again by name',
      `checks: { ${hash}: off }\noverrides: [{ paths: [s/**], checks: { ${hash}: error } }]`,
      hash,
      's/a',
      'error',
    ],
    ['a preview is silent', '', idea, undefined, 'off'],
    ['also under a pattern', 'checks: { "*": error, insecure-patterns/*: error }', idea, undefined, 'off'],
    ['until it is named', `checks: { ${idea}: {} }`, idea, undefined, 'note'],
    ['or previews are wanted', 'preview: true', idea, undefined, 'note'],
    ['as strict wants them', 'extends: [roadmap:strict]', idea, undefined, 'note'],
  ])('%s', (_name, body, id, path, expected) => {
    expect(settings(body, id, path)).toBe(expected)
  })

  test('options are laid over each other key by key, under the names of the rule', () => {
    const made = config(`checks:
  insecure-patterns/*: { max-length: 5 }
  insecure-patterns/sql: { sinks: [{ name: query, arg-index: 1 }] }
overrides:
  - { paths: [s/**], checks: { insecure-patterns/sql: { max-length: 9 } } }`)
    const sinks = [{ name: 'query', argIndex: 1 }]
    expect(ruleSettings(made, ruleOf('insecure-patterns/sql')).options).toEqual({ maxLength: 5, sinks })
    expect(ruleSettings(made, ruleOf('insecure-patterns/sql'), 's/a').options).toEqual({
      maxLength: 9,
      sinks,
    })
    expect(ruleSettings(made, ruleOf('insecure-patterns/weak-hash')).options).toEqual({})
    expect(ruleSettings(defaultConfig(), ruleOf('insecure-patterns/sql')).options).toEqual({
      maxLength: 3,
      sinks: [],
    })
  })

  test('options that contradict each other over two sources are a mistake of the file', () => {
    const text = `version: 1
checks: { migration-rollback/range: { to: 5 } }
overrides:
  - { paths: [s/**], checks: { migration-rollback/range: { from: 7 } } }`
    const result = parseConfig(text, { path: 'x', rules, now })
    expect(result).toMatchObject({ ok: false, problems: [{ line: 4, column: 5 }] })
  })

  test('a level that nobody set can give way to the level of a report', () => {
    expect(ruleSettings(config(''), ruleOf('insecure-patterns/sql')).levelIsSet).toBe(false)
    expect(ruleSettings(config('checks: { "*": note }'), ruleOf('insecure-patterns/sql')).levelIsSet).toBe(
      true,
    )
  })

  test('each step is told with its line', () => {
    const made = config(`checks:
  insecure-patterns/*: warning
overrides:
  - paths: ["scripts/**"]
    checks: { insecure-patterns/sql: { level: note, max-length: 9 } }`)
    expect(ruleSettings(made, ruleOf('insecure-patterns/sql'), 'scripts/a').origin).toEqual([
      { what: 'the rule itself', sets: { level: 'error' } },
      { what: '.roadmap.yml checks', pattern: 'insecure-patterns/*', line: 3, sets: { level: 'warning' } },
      {
        what: 'override 1 (scripts/**)',
        pattern: 'insecure-patterns/sql',
        line: 6,
        sets: { level: 'note', options: { 'max-length': 9 } },
      },
    ])
  })
})

test('the last entry of ignore that matches decides, and ! takes paths back', () => {
  const made = config('ignore: ["gen/**", "!gen/keep/**", "!**/vendor/acme/**"]')
  expect(
    ['gen/a', 'gen/keep/a', 'a/vendor/x', 'a/vendor/acme/x', '.hidden/vendor/x', 'src/a'].map((path) =>
      isIgnored(made, path),
    ),
  ).toEqual([true, false, true, false, true, false])
})

test('a waiver holds for its rule and paths to the end of its last day, UTC', () => {
  const made = config(
    'waivers: [{ check: insecure-patterns/*, paths: ["a/**"], reason: r, expires: 2026-11-22 }]',
  )
  const held = (ruleId: string, path: string, at: string): boolean =>
    findWaiver(made, { ruleId, path }, new Date(at)) !== undefined
  expect(held('insecure-patterns/sql', 'a/b', '2026-11-22T23:59:59.999Z')).toBe(true)
  expect(held('insecure-patterns/sql', 'a/b', '2026-11-23T00:00:00Z')).toBe(false)
  expect(held('insecure-patterns/sql', 'b', '2026-11-22T00:00:00Z')).toBe(false)
  expect(held('migration-rollback/missing-down', 'a/b', '2026-11-22T00:00:00Z')).toBe(false)
})

test('a path is explained with all that speaks of it', () => {
  const made = config(`ignore: ["pay/gen/**"]
critical-paths: { payments: { paths: ["pay/**"] }, other: { paths: [x] } }
waivers:
  - { check: insecure-patterns/sql, paths: ["pay/**"], reason: r, expires: 2020-01-01 }`)
  const explained = explainPath(made, rules, 'pay/gen/a.ts', now)
  expect(explained).toMatchObject({
    ignored: { value: true, decidedBy: { glob: 'pay/gen/**', source: { line: 2 } } },
    criticalPaths: ['payments'],
  })
  expect(explained.rules.find(({ id }) => id === 'insecure-patterns/sql')?.waivers).toMatchObject([
    { expired: true, expires: '2020-01-01' },
  ])
})

test('links lead to the team, else to the app, else to the repository of the project', () => {
  const own = makeLinks({
    config: config('links: { modules: "https://a.dev/{number}-{slug}", rules: "https://a.dev/r/{id}" }'),
  })
  expect(own.module(5)).toBe('https://a.dev/5-api-design-integration')
  expect(own.rule('insecure-patterns/sql')).toBe('https://a.dev/r/insecure-patterns/sql')
  const app = makeLinks({ config: defaultConfig(), appUrl: 'https://app.dev/' })
  expect([app.module(14), app.rule('f/r')]).toEqual([
    'https://app.dev/roadmap/14',
    'https://app.dev/rules/f/r',
  ])
  const project = makeLinks({ config: defaultConfig() })
  expect(project.rule('f/r')).toBe(
    'https://github.com/roadmap-review/roadmap-review/blob/main/checks/f/r/rule.md',
  )
  for (const { number, slug } of modules) {
    expect(project.module(number)).toMatch(
      new RegExp(`/blob/main/config/roadmap/modules/\\d\\d-${slug}\\.md$`),
    )
  }
})
