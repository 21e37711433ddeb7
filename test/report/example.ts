import type { Finding, Review } from '../../src/model/index.ts'
import { memoryChangeSet } from '../../src/changeset/memory.ts'
import type { Catalogue, RuleInfo } from '../../src/report/catalogue.ts'

/** One fixed review with everything a review can hold, over rules that are made up: pages may change, this may not. */

const PAGE = '# A rule\n\nWhat it sees.\n\n## Why it matters\n\nBecause.\n'

const rules: readonly RuleInfo[] = [
  {
    id: 'api-compatibility/removed-operation',
    title: 'Removed operation',
    what: 'An operation of the `openapi` description is gone.',
    why: 'Clients that are out there still call it, and nobody told them.',
    fix: 'Keep it, mark it `deprecated: true`, and remove it with the next [major version](https://semver.org).',
    level: 'error',
    confidence: 'high',
    module: 5,
    cwe: [],
  },
  {
    id: 'insecure-patterns/hardcoded-key',
    title: 'Hard-coded key',
    what: 'A key of a known provider stands in the code.',
    why: 'Everybody who can read the repository, now or in ten years, has the key.',
    fix: 'Revoke it, then read it from the environment.',
    level: 'error',
    confidence: 'high',
    module: 7,
    cwe: [798],
  },
  {
    id: 'insecure-patterns/sql-injection',
    title: 'SQL built from input',
    what: 'A query is put together from text that is not constant.',
    why: 'Whoever controls the text controls the query: they can read and change every row the service can.',
    fix: 'Pass values as parameters: `db.query(sql, [id])`.',
    level: 'error',
    confidence: 'medium',
    module: 7,
    cwe: [89],
  },
  {
    id: 'migration-rollback/missing-down',
    title: 'Migration without a way back',
    what: 'An up migration has no down migration.',
    why: 'When the release has to go back, the schema stays behind, at the worst moment to write SQL by hand.',
    fix: 'Write the down migration and run it once against a copy of production.',
    level: 'warning',
    confidence: 'high',
    module: 4,
    cwe: [],
  },
].map((rule) => ({
  ...rule,
  level: rule.level as RuleInfo['level'],
  confidence: rule.confidence as RuleInfo['confidence'],
  family: rule.id.split('/')[0] ?? '',
  status: 'stable',
  markdown: PAGE,
}))

const titles: Record<string, string> = {
  'api-compatibility': 'API compatibility',
  'critical-path-tests': 'Critical-path tests',
  'insecure-patterns': 'Insecure patterns',
  'migration-rollback': 'Migrations',
}
const moduleTitles: Record<number, string> = {
  4: 'Databases & Data Modeling',
  5: 'API Design & Integration',
  7: 'Security & Authentication',
}

export const catalogue: Catalogue = {
  links: {
    module: (number) => `https://review.example/roadmap/${number}`,
    track: (number) => `https://review.example/tracks/${number}`,
    rule: (id) => `https://review.example/rules/${id}`,
  },
  rules,
  rule: (id) => rules.find((rule) => rule.id === id),
  family: (id) => {
    const title = titles[id]
    return title === undefined ? undefined : { title, description: `${title}.` }
  },
  module: (number) => {
    const title = moduleTitles[number]
    return title === undefined ? undefined : { number, title, slug: `module-${number}`, summary: `${title}.` }
  },
}

const finding = (
  ruleId: string,
  rest: Partial<Finding> & Pick<Finding, 'location' | 'message' | 'fingerprint'>,
): Finding => ({
  ruleId,
  level: catalogue.rule(ruleId)?.level ?? 'note',
  confidence: catalogue.rule(ruleId)?.confidence ?? 'low',
  subject: rest.message,
  verdict: { shown: true },
  ...rest,
})
const id = (digit: string): string => digit.repeat(32)
const line = (number: number): { startLine: number; endLine: number } => ({
  startLine: number,
  endLine: number,
})

export const base = {
  'api/openapi.yaml':
    'openapi: 3.1.0\ninfo: { title: Payments, version: "1.4" }\npaths:\n  /charges:\n    get:\n      operationId: listCharges\n      responses: { "200": { description: OK } }\n    post:\n      operationId: charge\n      responses: { "201": { description: Created } }\n',
  'services/payments/charge.ts':
    "import { db } from './db.ts'\n\nexport async function charge(id: string, cents: number) {\n  const sql = 'update accounts set balance = balance - $1 where id = $2'\n  return db.query(sql, [cents, id])\n}\n",
}
export const head = {
  'api/openapi.yaml':
    'openapi: 3.1.0\ninfo: { title: Payments, version: "1.5" }\npaths:\n  /charges:\n    post:\n      operationId: charge\n      responses: { "201": { description: Created } }\n',
  'db/migrations/000007_split_orders.up.sql': 'ALTER TABLE orders DROP COLUMN customer_name;\n',
  'services/payments/charge.ts':
    "import { db } from './db.ts'\n\nconst stripe = new Stripe('sk_live_4eC39HqLyjWDarjtT1zdp7dc')\n\nexport async function charge(id: string, cents: number) {\n\tconst sql = `update accounts set balance = balance - ${cents} where id = '${id}'`\n\treturn db.query(sql)\n}\n",
}

export const changeSet = memoryChangeSet(base, head)

export const review: Review = {
  baseSha: '1f0d3f7a9c2b4e5d6f708192a3b4c5d6e7f80912',
  headSha: '9b8a7c6d5e4f30219a8b7c6d5e4f30219a8b7c6d',
  conclusion: 'failure',
  families: [
    { family: 'api-compatibility', conclusion: 'failure', summary: '1 error in 1 file' },
    { family: 'critical-path-tests', conclusion: 'action_required', summary: 'no findings; 1 rule failed' },
    { family: 'insecure-patterns', conclusion: 'failure', summary: '2 errors in 1 file' },
    { family: 'migration-rollback', conclusion: 'success', summary: '1 warning in 1 file' },
  ],
  outcomes: [
    { kind: 'ran', ruleId: 'api-compatibility/removed-operation', findings: 1 },
    { kind: 'failed', ruleId: 'critical-path-tests/untested-change', error: 'it took longer than 30 s' },
    { kind: 'ran', ruleId: 'insecure-patterns/hardcoded-key', findings: 1 },
    {
      kind: 'incomplete',
      ruleId: 'insecure-patterns/sql-injection',
      findings: 3,
      notLookedAt: ['services/vendor/blob.js: oversized'],
    },
    { kind: 'ran', ruleId: 'migration-rollback/missing-down', findings: 2 },
    {
      kind: 'skipped',
      ruleId: 'migration-rollback/out-of-order',
      reason: 'the change touches none of its files',
    },
  ],
  findings: [
    finding('api-compatibility/removed-operation', {
      location: {
        side: 'base',
        path: 'api/openapi.yaml',
        region: { startLine: 5, endLine: 5, startColumn: 5, endColumn: 8 },
      },
      message: 'GET /charges is removed',
      relatedLocations: [
        { side: 'head', path: 'api/openapi.yaml', region: line(4), message: 'The path that is left' },
      ],
      fingerprint: id('a'),
    }),
    finding('insecure-patterns/hardcoded-key', {
      location: {
        side: 'head',
        path: 'services/payments/charge.ts',
        region: { startLine: 3, endLine: 3, startColumn: 27, endColumn: 61 },
      },
      message: 'A Stripe live key stands in the code: `sk_l…`',
      suggestion: {
        path: 'services/payments/charge.ts',
        region: line(3),
        replacement: 'const stripe = new Stripe(process.env.STRIPE_KEY)',
      },
      fingerprint: id('b'),
    }),
    finding('insecure-patterns/sql-injection', {
      location: {
        side: 'head',
        path: 'services/payments/charge.ts',
        region: { startLine: 6, endLine: 6, startColumn: 14, endColumn: 83 },
      },
      message: 'The query that `db.query` runs is built from `cents` and `id`',
      fix: 'Write $1 and $2 in the query and pass [cents, id].',
      relatedLocations: [
        {
          side: 'head',
          path: 'services/payments/charge.ts',
          region: line(7),
          message: 'The query runs here',
        },
      ],
      fingerprint: id('c'),
    }),
    finding('migration-rollback/missing-down', {
      location: { side: 'head', path: 'db/migrations/000007_split_orders.up.sql' },
      message: '000007_split_orders has no down migration',
      fingerprint: id('d'),
    }),
    finding('insecure-patterns/sql-injection', {
      location: { side: 'head', path: 'scripts/report.ts', region: line(40) },
      message: 'The query that `pool.query` runs is built from `month`',
      fingerprint: id('e'),
      verdict: { shown: false, because: 'suppressed', detail: 'month is one of twelve names' },
    }),
    finding('insecure-patterns/sql-injection', {
      location: { side: 'head', path: 'services/old/list.ts', region: { startLine: 12, endLine: 14 } },
      message: 'The query that `db.query` runs is built from `order`',
      fingerprint: id('f'),
      verdict: { shown: false, because: 'outside-diff' },
    }),
    finding('migration-rollback/missing-down', {
      location: { side: 'head', path: 'db/migrations/000006_merge.up.sql' },
      message: '000006_merge has no down migration',
      fingerprint: id('0'),
      verdict: {
        shown: false,
        because: 'waived',
        detail: 'until 2027-01-31: restore is by snapshot (ADR-031)',
      },
    }),
  ],
  notices: [
    {
      level: 'warning',
      message: 'The waiver for `migration-rollback/missing-down` expired on 2026-10-31',
      location: { side: 'base', path: '.roadmap.yml', region: line(9) },
    },
    {
      level: 'note',
      message: '`db/migrate`: the rollback of 1 of 2 migrations was run and proven',
      ruleId: 'migration-rollback/rollback-fails',
    },
  ],
  notLookedAt: ['assets/dump.bin: binary'],
}
