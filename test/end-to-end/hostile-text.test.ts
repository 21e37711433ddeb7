import { marked } from 'marked'
import { type DefaultTreeAdapterTypes, parseFragment } from 'parse5'
import { expect, test } from 'vitest'
import { GitHubWithApp, SAFE, UNSAFE } from './github.ts'

type Node = DefaultTreeAdapterTypes.ChildNode

/** Everything that our Markdown has a use for; `p` holds the rest. */
const HARMLESS = new Set(
  'a,blockquote,br,code,details,em,h1,h2,h3,h4,hr,li,ol,p,pre,strong,sub,summary,table,tbody,td,th,thead,tr,ul'.split(
    ',',
  ),
)
const NAMES = [
  '<img src=x onerror=alert(1)>.js',
  '@everyone #1 [click](javascript:alert(1)).js',
  '![pixel](https:evil.example).js',
  '`` code ``` @mona.js',
  'a\n\n# Passed\n\n@mona\n.js',
  '<details open><summary>All is well.js',
  '--><script>alert(1)<!--.js',
  '| a | b |.js',
  '👩‍👩‍👧\u202Egnp.js',
]
const IDENTIFIERS = ['<b>@mona</b>', '[x](https://evil.example)', '`@mona` #1', '*/ <script>']

test('names and texts of a pull request are shown as what they are, in comments and check runs', async () => {
  await using github = await GitHubWithApp.start()
  const { standIn } = github
  const repository = await github.repository({
    'README.md': '# Shop\n',
    'api/openapi.json': api(IDENTIFIERS),
  })
  const unsafe = (name: string): string =>
    `${SAFE.replace('keepAlive: true', 'rejectUnauthorized: false')}\n// ${name.replaceAll('\n', ' ')}\n`
  const sha = await standIn.push(repository, 'work-`id`;$(id)', {
    files: {
      ...Object.fromEntries(NAMES.map((name) => [`src/${name}`, unsafe(name)])),
      'db/migrations/000001_<b>@mona.up.sql': 'CREATE TABLE "<img src=x>@mona" (id int);\n',
      'api/openapi.json': api([]),
      '.roadmap.yml': 'version: 1\n"@mona <b>[x](https://evil.example)": 1\n',
    },
  })
  const pull = await standIn.openPull(repository, { head: 'work-`id`;$(id)' })
  await github.rest()
  const runs = standIn.checkRuns(repository, sha)
  expect(github.checks(repository, sha)).toMatchObject({
    'API compatibility': 'failure',
    'Insecure patterns': 'failure',
    Migrations: 'failure',
  })
  const comments = await standIn.reviewComments(pull)
  expect(comments.length).toBeGreaterThan(1)
  const texts = [
    ...runs.flatMap(({ output }) => [output.summary ?? '', output.text ?? '']),
    ...standIn.state.reviewsOf(pull).map(({ body }) => body),
    ...comments.map(({ body }) => body),
  ]
  for (const text of texts) expectHarmless(text)
  const all = texts.join('\n')
  // Shown, not dropped.
  for (const part of ['onerror=alert', 'javascript', 'evil.example', '\\u202e']) expect(all).toContain(part)
  // Plain text for GitHub; still nothing that people cannot see.
  for (const { title, message } of runs.flatMap(({ output }) => output.annotations))
    expect(`${title} ${message}`).not.toMatch(/[\u202a-\u202e\0]/)
  expect(standIn.violations).toEqual([])
}, 120_000)

test('nor do the names of a tree, the titles of a specification or commit messages act in what is written of a default branch', async () => {
  await using github = await GitHubWithApp.start({ ONBOARDING: 'on' })
  const { standIn } = github
  standIn.app.permissions = { ...standIn.app.permissions, contents: 'write' }
  const hostile = IDENTIFIERS.join(' ')
  const repository = await standIn.createRepository({
    name: 'store',
    owner: 'acme',
    files: {
      ...Object.fromEntries(NAMES.map((name) => [`src/payments/${name}`, UNSAFE])),
      'api/@mona <b>[x](https:evil.example)/openapi.json': api(IDENTIFIERS, hostile),
      'db/`@mona` #1/migrations/000001_<b>@mona.up.sql': 'CREATE TABLE orders (id int);\n',
    },
  })
  await github.rest()
  const texts = [await tip()]
  const [proposal] = standIn.state.pullsOf(repository)
  texts.push(proposal?.body ?? '')
  expect(texts.join('\n')).toContain('onerror=alert')

  for (const [index, message] of [hostile, '![pixel](https://evil.example) @mona\n\n#1 @mona'].entries())
    await standIn.push(repository, 'main', { files: { [`src/late-${index}.js`]: UNSAFE }, message })
  const sha = await standIn.push(repository, 'config', {
    files: {
      '.roadmap.yml': 'version: 1\nchecks: { insecure-patterns/tls-verification-disabled: off }\n',
      'api/@mona <b>[x](https:evil.example)/openapi.json': api([], hostile),
    },
    message: hostile,
  })
  const pull = await standIn.openPull(repository, { head: 'config', title: hostile, body: hostile })
  await github.rest()
  texts.push(
    ...standIn
      .checkRuns(repository, sha)
      .flatMap(({ output }) => [output.title ?? '', output.summary ?? '', output.text ?? '']),
    ...standIn.state.reviewsOf(pull).map(({ body }) => body),
    ...(await standIn.reviewComments(pull)).map(({ body }) => body),
  )
  const simulated = texts.filter((text) => text.includes('reviewed again by both versions'))
  expect(simulated.join('\n')).toContain('pixel')
  expect(simulated.join('\n')).toContain('evil.example')
  for (const text of texts) expectHarmless(text)
  expect(standIn.violations).toEqual([])

  async function tip(): Promise<string> {
    const runs = standIn.checkRuns(repository, (await repository.git.branch('main')) ?? '')
    return runs.map(({ output }) => `${output.summary}\n\n${output.text}`).join('\n\n')
  }
}, 120_000)

/** Rendered as GitHub would: no element we did not write, no mention, no reference, no address of somebody else. */
function expectHarmless(markdown: string): void {
  const root = parseFragment(marked.parse(markdown, { async: false, gfm: true }))
  const visit = (node: Node): void => {
    if (node.nodeName === '#comment' || node.nodeName === 'code') return
    if (node.nodeName === '#text') {
      expect((node as DefaultTreeAdapterTypes.TextNode).value).not.toMatch(/@\w|(^|\s)#\d/)
      return
    }
    expect(HARMLESS, `${node.nodeName} in ${markdown.slice(0, 2_000)}`).toContain(node.nodeName)
    for (const { name, value } of (node as DefaultTreeAdapterTypes.Element).attrs) {
      expect(['href', 'align', 'class', 'start']).toContain(name)
      if (name === 'href') expect(value).not.toMatch(/evil|javascript:|^data:/i)
    }
    for (const child of (node as DefaultTreeAdapterTypes.Element).childNodes) visit(child)
  }
  for (const child of root.childNodes) visit(child)
}

function api(names: readonly string[], title = 'Shop'): string {
  const paths = Object.fromEntries(
    ['/kept', ...names.map((name) => `/${name}`)].map((path) => [
      path,
      { get: { responses: { 200: { description: 'ok' } } } },
    ]),
  )
  return JSON.stringify({ openapi: '3.0.3', info: { title, version: '1' }, paths }, null, 2)
}
