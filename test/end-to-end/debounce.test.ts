import { afterAll, beforeAll, expect, test } from 'vitest'
import { GitHubWithApp, SAFE, UNSAFE } from './github.ts'

let github: GitHubWithApp
beforeAll(async () => {
  github = await GitHubWithApp.start({ DEBOUNCE_SECONDS: '1' })
})
afterAll(async () => {
  await github[Symbol.asyncDispose]()
  expect(github.standIn.violations).toEqual([])
})

test('of quick pushes the newest is reviewed, once', async () => {
  const { standIn } = github
  const repository = await github.repository({ 'src/server.js': SAFE })
  await standIn.push(repository, 'work', { files: { 'src/server.js': `${SAFE}// 0\n` } })
  const pull = await standIn.openPull(repository, { head: 'work' })
  await github.rest()
  const pushed = []
  for (const file of [UNSAFE, `${UNSAFE}// 2\n`, `${UNSAFE}// 3\n`]) {
    pushed.push(await standIn.push(repository, 'work', { files: { 'src/server.js': file } }))
  }
  await github.rest()
  const [first = '', second = '', last = ''] = pushed
  expect(standIn.checkRuns(repository, first)).toEqual([])
  expect(standIn.checkRuns(repository, second)).toEqual([])
  expect(github.checks(repository, last)['Insecure patterns']).toBe('failure')
  expect(github.check(repository, last, 'Insecure patterns').output.summary).toContain(
    '1 new since the last review',
  )
  await expect(standIn.reviewComments(pull)).resolves.toHaveLength(1)

  const mended = await standIn.push(repository, 'work', { files: { 'src/server.js': SAFE } })
  await github.rest()
  expect(github.check(repository, mended, 'Insecure patterns').output.summary).toContain('✅ 1 finding')
})
