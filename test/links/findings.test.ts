import { beforeAll, describe, expect, test } from 'vitest'
import { rules } from '../../checks/index.ts'
import { defaultConfig, type Links, makeLinks, modules, tracks } from '../../config/index.ts'
import { memoryChangeSet } from '../../src/changeset/index.ts'
import { review as runRules } from '../../src/engine/index.ts'
import type { Review } from '../../src/model/index.ts'
import { toCheckRuns, toReview } from '../../src/report/github/index.ts'
import { collectExcerpts, makeCatalogue, render } from '../../src/report/index.ts'
import { fixtureFiles } from '../golden/fixture-repositories.ts'
import { readHtml } from './html.ts'
import { readMarkdown } from './markdown.ts'
import { problemOfAddress } from './repository.ts'
import { servedAt } from './served.ts'

const APP = 'https://review.acme.dev'
const HANDBOOK = 'https://handbook.acme.dev'
const config = defaultConfig()
const handbook = {
  modules: `${HANDBOOK}/roadmap/{number}-{slug}`,
  rules: `${HANDBOOK}/rules/{id}`,
}

/** Where links lead, and how each is followed. */
const modes: readonly { name: string; links: Links; problem: (address: string) => string | undefined }[] = [
  {
    name: "the configuration's `links`",
    links: makeLinks({ config: { ...config, links: handbook }, appUrl: APP }),
    problem: (address) =>
      address.startsWith(`${HANDBOOK}/`)
        ? inHandbook.has(address)
          ? undefined
          : 'is no page of the handbook'
        : problemOfAddress(address),
  },
  {
    name: "the app's own pages",
    links: makeLinks({ config, appUrl: `${APP}/` }),
    problem: (address) =>
      address.startsWith(`${APP}/`)
        ? servedAt(address.slice(APP.length))
          ? undefined
          : 'is no page of the app'
        : problemOfAddress(address),
  },
  { name: "pages in the project's repository", links: makeLinks({ config }), problem: problemOfAddress },
]

const inHandbook = new Set([
  ...modules.map(({ number, slug }) => `${HANDBOOK}/roadmap/${number}-${slug}`),
  ...rules.map(({ id }) => `${HANDBOOK}/rules/${id}`),
])

let changeSet: ReturnType<typeof memoryChangeSet>
let review: Review

beforeAll(async () => {
  const [base, head] = await Promise.all([
    fixtureFiles('offends-all-four', 'base'),
    fixtureFiles('offends-all-four', 'head'),
  ])
  changeSet = memoryChangeSet(base, head)
  review = await runRules({ changeSet, config, now: new Date('2026-11-01') })
})

describe.each(modes)('$name', ({ links, problem }) => {
  function problems(addresses: readonly string[]): string[] {
    return addresses.flatMap((address) => {
      const found = problem(address)
      return found === undefined ? [] : [`${address} ${found}`]
    })
  }

  test('every module, track and rule has a page', () => {
    const addresses = [
      ...modules.map(({ number }) => links.module(number)),
      ...tracks().map(({ number }) => links.track(number)),
      ...rules.map(({ id }) => links.rule(id)),
    ]
    expect(problems(addresses)).toEqual([])
  })

  test.each(['html', 'json', 'sarif', 'markdown', 'terminal'] as const)(
    'every link of the %s report leads somewhere',
    async (format) => {
      const catalogue = makeCatalogue(links)
      const excerpts = await collectExcerpts(review, changeSet, catalogue)
      const text = render(format, review, catalogue, { excerpts, colour: false, width: 100 })
      const addresses = addressesIn(format, text)
      expectLinksOfFindings(addresses)
      expect(problems(addresses)).toEqual([])
    },
  )

  test('every link of the comments and check runs leads somewhere', () => {
    const catalogue = makeCatalogue(links)
    const { comments } = toReview(review, changeSet.changes, { catalogue, maxInline: 100, groupAfter: 3 })
    const runs = toCheckRuns(review, { catalogue })
    const texts = [
      ...comments.map(({ body }) => body),
      ...runs.flatMap(({ summary, text = '' }) => [summary, text]),
    ]
    const addresses = texts.flatMap((text) => readMarkdown(text).links)
    expectLinksOfFindings(addresses)
    for (const { body } of comments) {
      expect(readMarkdown(body).links.filter((address) => isOfRule(address))).not.toEqual([])
    }
    expect(problems(addresses)).toEqual([])
    expect(problems(runs.flatMap(({ annotations }) => annotations.flatMap(inText)))).toEqual([])
  })

  function expectLinksOfFindings(addresses: readonly string[]): void {
    expect(review.findings.length).toBeGreaterThan(5)
    expect(addresses.filter((address) => isOfRule(address))).not.toEqual([])
  }

  function isOfRule(address: string): boolean {
    return review.findings.some(({ ruleId }) => {
      const rule = rules.find(({ id }) => id === ruleId)
      return address === links.rule(ruleId) || (rule && address === links.module(rule.module))
    })
  }
})

test('the parts that the HTML report links to are on its page', async () => {
  const catalogue = makeCatalogue(makeLinks({ config }))
  const excerpts = await collectExcerpts(review, changeSet, catalogue)
  const { hrefs, ids } = readHtml(render('html', review, catalogue, { excerpts }))
  const parts = hrefs.filter((href) => href.startsWith('#')).map((href) => href.slice(1))
  expect(parts.filter((part) => !ids.has(part))).toEqual([])
})

function addressesIn(format: string, text: string): string[] {
  // Parts of the page itself are the last test's.
  if (format === 'html') return readHtml(text).hrefs.filter((href) => !href.startsWith('#'))
  if (format === 'markdown') return readMarkdown(text).links
  if (format === 'terminal') return inText(text)
  return inValues(JSON.parse(text))
}

/** Every string of a JSON value that is an address. */
function inValues(value: unknown): string[] {
  if (typeof value === 'string') return /^https?:\/\/\S+$/.test(value) ? [value] : []
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(inValues) : []
}

function inText(value: unknown): string[] {
  return JSON.stringify(value).match(/https?:\/\/[^\s"'<>()\\]+/g) ?? []
}
