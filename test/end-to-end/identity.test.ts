import { afterAll, expect, test } from 'vitest'
import { readMarker } from '../../src/report/github/index.ts'
import type { Pull, Repository } from '../stand-in/index.ts'
import { GitHubWithApp } from './github.ts'

const github = await GitHubWithApp.start()
afterAll(() => github[Symbol.asyncDispose]())

const { standIn } = github
const IMPORT = "import https from 'node:https'\n\n"
const AGENT = 'new https.Agent({ rejectUnauthorized: false })'
const REST = Array.from({ length: 12 }, (_, index) => `export const n${index} = ${index}\n`).join('')
const file = (...agents: string[]): string => `${IMPORT}${agents.join(REST)}${REST}`

/** What is said: place in the present diff, state. */
async function said(pull: Pull): Promise<string[]> {
  const comments = await standIn.reviewComments(pull)
  return comments.map(({ id, path, body, place }) => {
    const where = place.line === null ? 'outdated' : String(place.line)
    return `${ids(id)} ${path}:${where} ${readMarker(body)?.state}`
  })
}

const order: number[] = []
function ids(id: number): string {
  if (!order.includes(id)) order.push(id)
  return `#${order.indexOf(id)}`
}

async function open(repository: Repository, files: Record<string, string>): Promise<Pull> {
  order.length = 0
  await standIn.push(repository, 'work', { files })
  const pull = await standIn.openPull(repository, { head: 'work' })
  await github.rest()
  return pull
}

test('a file that is added and renamed within a pull request keeps its comments', async () => {
  const repository = await github.repository()
  const text = file(`export const one = ${AGENT}\n`)
  const pull = await open(repository, { 'src/first.js': text })
  expect(await said(pull)).toEqual(['#0 src/first.js:3 open'])
  await standIn.push(repository, 'work', {
    files: { 'src/second.js': `// Named anew\n${text}` },
    delete: ['src/first.js'],
  })
  await github.rest()
  expect((await said(pull)).map((one) => one.slice(-4))).toEqual(['open'])
  // Renamed again, and another file under the first name has the same.
  await standIn.push(repository, 'work', {
    files: { 'src/third.js': text, 'src/first.js': `${IMPORT}export const other = ${AGENT}\n` },
    delete: ['src/second.js'],
  })
  await github.rest()
  expect((await said(pull)).toSorted()).toEqual(['#0 src/first.js:outdated open', '#1 src/first.js:3 open'])
  // Squashed into one commit, and mended in the renamed file: the comment of that file says so.
  await standIn.push(repository, 'work', {
    from: 'main',
    force: true,
    files: { 'src/third.js': file(''), 'src/first.js': `${IMPORT}export const other = ${AGENT}\n` },
  })
  await github.rest()
  expect((await said(pull)).map((one) => one.split(' ').toSpliced(1, 1).join(' ')).toSorted()).toEqual([
    '#0 fixed',
    '#1 open',
  ])
  expect(standIn.violations).toEqual([])
})

test('of two equal findings in one file, the one that is mended is called fixed', async () => {
  const repository = await github.repository()
  const agent = `export const make = () => ${AGENT}\n`
  const pull = await open(repository, { 'src/a.js': file(agent, agent.replace('make', 'again')) })
  const before = await said(pull)
  expect(before).toEqual(['#0 src/a.js:3 open', '#1 src/a.js:16 open'])
  await standIn.push(repository, 'work', { files: { 'src/a.js': file('', agent.replace('make', 'again')) } })
  await github.rest()
  expect((await said(pull)).map((one) => one.split(' ').toSpliced(1, 1).join(' '))).toEqual([
    '#0 fixed',
    '#1 open',
  ])
})

test('put back to a commit that was reviewed before, the comments say what is there now', async () => {
  const repository = await github.repository()
  const agent = (name: string): string => `${IMPORT}export const ${name} = ${AGENT}\n`
  const pull = await open(repository, { 'src/a.js': agent('a') })
  const first = pull.headSha
  await standIn.push(repository, 'work', { files: { 'src/b.js': agent('b') } })
  await github.rest()
  expect(await said(pull)).toEqual(['#0 src/a.js:3 open', '#1 src/b.js:3 open'])
  const before = (await repository.git.branch('work')) ?? ''
  await repository.git.run('update-ref', 'refs/heads/work', first)
  await standIn.announcePush(repository, 'work', before)
  await github.rest()
  expect((await said(pull)).map((one) => one.slice(-5))).toEqual([' open', 'fixed'])
})
