import { expect, test } from 'vitest'
import { GitHubWithApp } from './github.ts'

const RULE = `title: The old payment client is called
level: error
why: It has no idempotency keys, so a retry charges twice.
fix: Use payments.v2.
url: https://wiki.example.com/payments
find:
  - languages: [javascript]
    call: [legacy.pay]
    message: '{call} charges without a key.'
`
const CALL = "import legacy from 'legacy'\n\nlegacy.pay(1)\n"
const UNTIL = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10)
const PATH = '.roadmap/rules/no-legacy-pay.yml'

test("a repository's own rules: one check of theirs, their words, and the base's version alone", async () => {
  await using github = await GitHubWithApp.start()
  const { standIn } = github
  const repository = await github.repository({ [PATH]: RULE, 'src/a.js': '1\n' })

  // The change that meets the rule also takes it away.
  const sha = await standIn.push(repository, 'work', { files: { 'src/pay.js': CALL }, delete: [PATH] })
  const pull = await standIn.openPull(repository, { head: 'work' })
  await github.rest()
  expect(github.checks(repository, sha)).toMatchObject({ 'Custom rules': 'failure' })
  const [comment, ...more] = await standIn.reviewComments(pull)
  expect(more).toEqual([])
  expect(comment).toMatchObject({ path: 'src/pay.js', line: 3 })
  for (const part of [
    'legacy.pay charges',
    'a retry charges twice',
    'Use payments.v2',
    'https://wiki.example.com/payments',
  ])
    expect(comment?.body).toContain(part)
  expect(github.check(repository, sha, 'API compatibility').output.summary).toContain(
    '`custom/no-legacy-pay`: gone',
  )

  standIn.setRole(repository, 'ada', 'maintain')
  await standIn.comment(pull, `/roadmap waive custom/no-legacy-pay until=${UNTIL} reason=known`, 'ada')
  await github.rest()
  expect(github.check(repository, sha, 'Custom rules').conclusion).toBe('success')

  // A rule with a mistake is told on its line where it is written, and once merged nothing passes.
  const bad = await standIn.push(repository, 'bad', {
    files: { [PATH]: RULE.replace('level: error', 'level: high') },
  })
  const wrong = await standIn.openPull(repository, { head: 'bad' })
  await github.rest()
  const { output } = github.check(repository, bad, 'Insecure patterns')
  expect(output.summary).toContain(`${PATH}:2:8`)
  await standIn.closePull(wrong, { merge: true })
  const late = await standIn.push(repository, 'late', { files: { 'src/b.js': CALL } })
  await standIn.openPull(repository, { head: 'late' })
  await github.rest()
  expect(new Set(Object.values(github.checks(repository, late)))).toEqual(new Set(['action_required']))
  expect(standIn.violations).toEqual([])
}, 120_000)
