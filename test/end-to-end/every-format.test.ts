import { afterAll, beforeAll, expect, test } from 'vitest'
import { readMarker } from '../../src/report/github/index.ts'
import { fixtureFiles } from '../golden/fixture-repositories.ts'
import type { Pull } from '../stand-in/index.ts'
import { GitHubWithApp } from './github.ts'

let github: GitHubWithApp
beforeAll(async () => {
  github = await GitHubWithApp.start()
})
afterAll(async () => {
  await github[Symbol.asyncDispose]()
  expect(github.standIn.violations).toEqual([])
})

type Comment = Awaited<ReturnType<typeof github.standIn.reviewComments>>[number]

const openFingerprints = (comments: readonly Comment[]): string[] =>
  comments.flatMap(({ body }) => {
    const marker = readMarker(body)
    return marker?.state === 'open' ? marker.fingerprints : []
  })

/** The files after somebody pressed the buttons of all comments, the last of a file first. */
function pressed(files: Readonly<Record<string, string>>, comments: readonly Comment[]): typeof files {
  const after = { ...files }
  for (const { path, line = 0, startLine = line, body } of comments.toSorted(
    (a, b) => (b.line ?? 0) - (a.line ?? 0),
  )) {
    const [, replacement] = /^`{3,}suggestion\n([^]*?)\n`{3,}$/m.exec(body) ?? []
    if (replacement === undefined) continue
    const lines = (after[path] ?? '').split('\n')
    lines.splice(startLine - 1, line - startLine + 1, ...replacement.split('\n'))
    after[path] = lines.join('\n')
  }
  return after
}

test('a change that breaks every format: heard in every file, mended by its buttons, back with the revert', async () => {
  const { standIn } = github
  const base = await fixtureFiles('breaks-every-format', 'base')
  const head = await fixtureFiles('breaks-every-format', 'head')
  const repository = await github.repository(base)
  const review = async (files: Readonly<Record<string, string>>): Promise<string> => {
    const sha = await standIn.push(repository, 'work', { files: { ...files } })
    await github.rest()
    return sha
  }
  let pull: Pull | undefined
  const commentsOf = (): Promise<Comment[]> => {
    if (!pull) throw new Error('no pull request')
    return standIn.reviewComments(pull)
  }

  const broken = await standIn.push(repository, 'work', { files: head })
  pull = await standIn.openPull(repository, { head: 'work' })
  await github.rest()
  expect(github.checks(repository, broken)).toEqual({
    'API compatibility': 'failure',
    'Critical-path tests': 'success',
    'Insecure patterns': 'success',
    Migrations: 'success',
  })
  const first = await commentsOf()
  expect(first.length).toBeLessThanOrEqual(10)
  const places = first.map(({ path, side, line }) => `${path} ${side} ${line}`)
  expect(new Set(places).size).toBe(places.length)
  const described = Object.keys(base).filter((path) => !/README|package\.json|\.ts$|buf\.yaml/.test(path))
  expect([...new Set(first.map(({ path }) => path))].toSorted()).toEqual(described.toSorted())
  const { summary, text } = github.check(repository, broken, 'API compatibility').output
  for (const path of described) {
    expect(summary).toContain(`\`${path}\`: `)
    expect(text).toContain(path)
  }

  // Every button at once: what the comments spoke of is gone, and nothing that was not there before came.
  const offered = first.filter(({ body }) => body.includes('suggestion\n'))
  expect(offered.length).toBeGreaterThanOrEqual(4)
  const mended = await review(pressed(head, offered))
  const second = await commentsOf()
  const byId = new Map(second.map((comment) => [comment.id, comment]))
  for (const { id } of first) {
    const marker = readMarker(byId.get(id)?.body ?? '')
    expect(marker?.state).toBe(offered.some((one) => one.id === id) ? 'fixed' : 'open')
  }
  const errors = (sha: string): number =>
    Number(/^(\d+) error/.exec(github.check(repository, sha, 'API compatibility').output.title ?? '')?.[1])
  expect(errors(mended)).toBeLessThanOrEqual(errors(broken) - offered.length)
  expect(new Set(openFingerprints(second)).size).toBe(openFingerprints(second).length)

  // Taken back: the same comments say that it came back, and no finding has two.
  const again = await review(head)
  expect(errors(again)).toBe(errors(broken))
  const third = await commentsOf()
  expect(third.map(({ id }) => id)).toEqual(second.map(({ id }) => id))
  for (const { id } of offered) {
    expect(third.find((comment) => comment.id === id)?.body).toContain('came back')
  }
  expect(new Set(openFingerprints(third)).size).toBe(openFingerprints(third).length)

  const clean = await review(base)
  expect(github.checks(repository, clean)['API compatibility']).toBe('success')
  expect(openFingerprints(await commentsOf())).toEqual([])
}, 180_000)
