import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Pull, Repository, ReviewComment } from '../stand-in/index.ts'
import { GitHubWithApp, SAFE, UNSAFE } from './github.ts'

// Commands in comments: who may, what becomes of the check, and what is answered.
let github: GitHubWithApp
beforeAll(async () => {
  github = await GitHubWithApp.start()
})
afterAll(async () => {
  await github[Symbol.asyncDispose]()
  expect(github.standIn.violations).toEqual([])
})

const FAMILY = 'Insecure patterns'
const RULE = 'insecure-patterns/tls-verification-disabled'
const UNTIL = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10)
const WAIVE = `/roadmap waive until=${UNTIL} reason=behind a proxy`

interface Case {
  repository: Repository
  pull: Pull
  sha: string
  thread: ReviewComment
}

/** A pull request with one finding, opened by `author`; `ada` maintains, `wes` writes, `rita` reads. */
async function begin(config = '', author?: string): Promise<Case> {
  const { standIn } = github
  const files = { 'src/server.js': SAFE, ...(config !== '' && { '.roadmap.yml': `version: 1\n${config}` }) }
  const repository = await github.repository(files)
  for (const [login, role] of [
    ['ada', 'maintain'],
    ['wes', 'write'],
    ['tim', 'triage'],
    ['rita', 'read'],
  ] as const) {
    standIn.setRole(repository, login, role)
  }
  const sha = await standIn.push(repository, 'work', { files: { 'src/server.js': UNSAFE } })
  const pull = await standIn.openPull(repository, {
    head: 'work',
    ...(author !== undefined && { as: author }),
  })
  await github.rest()
  const [thread] = await standIn.reviewComments(pull)
  if (!thread) throw new Error('no thread')
  return { repository, pull, sha, thread }
}

const conclusion = ({ repository, sha }: Case): string | null =>
  github.check(repository, sha, FAMILY).conclusion
const reactions = (comment: { id: number }): string[] =>
  github.standIn.state.reactions.filter((one) => one.commentId === comment.id).map(({ content }) => content)
/** What the app said besides its findings, in order. */
const answers = async ({ pull, thread }: Case): Promise<string[]> => {
  const inThreads = await github.standIn.reviewComments(pull)
  return [
    ...github.standIn.state.issueCommentsOf(pull),
    ...inThreads.filter(({ inReplyTo }) => inReplyTo?.id === thread.id),
  ]
    .filter(({ app }) => app !== undefined)
    .map(({ body }) => body)
}

test('waived in its thread, the check passes at once; taken back, it fails again', async () => {
  const { standIn } = github
  const one = await begin()
  expect(conclusion(one)).toBe('failure')
  const asked = await standIn.reply(one.thread, WAIVE, 'wes')
  await github.rest()
  expect(reactions(asked)).toEqual(['+1'])
  expect(conclusion(one)).toBe('success')
  expect(github.check(one.repository, one.sha, FAMILY).output.summary).toContain('behind a proxy')
  const [answer, ...more] = await answers(one)
  expect(more).toEqual([])
  expect(answer).toContain(`Waived until \`${UNTIL}\`: 1 finding of \`${RULE}\`. Reason: behind a proxy`)

  const back = await standIn.comment(one.pull, `/roadmap unwaive ${RULE}`, 'wes')
  await github.rest()
  expect(reactions(back)).toEqual(['+1'])
  expect(conclusion(one)).toBe('failure')
  const again = await standIn.comment(one.pull, `/roadmap waive ${RULE} until=${UNTIL} reason=still`, 'ada')
  await github.rest()
  expect(reactions(again)).toEqual(['+1'])
  expect(conclusion(one)).toBe('success')
  const open = (await standIn.reviewComments(one.pull)).filter(({ inReplyTo }) => !inReplyTo)
  expect(open).toHaveLength(1)
})

test('a false positive is one in the whole repository; a merged waiver holds for its finding alone', async () => {
  const { standIn } = github
  const one = await begin()
  await standIn.reply(one.thread, '/roadmap false-positive reason=a test double', 'ada')
  await github.rest()
  expect(conclusion(one)).toBe('success')
  const other = await standIn.push(one.repository, 'other', {
    from: 'main',
    files: { 'src/server.js': UNSAFE },
  })
  await standIn.openPull(one.repository, { head: 'other' })
  await github.rest()
  expect(github.check(one.repository, other, FAMILY).conclusion).toBe('success')

  const two = await begin()
  const third = async (branch: string): Promise<string | null> => {
    const sha = await standIn.push(two.repository, branch, {
      from: 'main',
      files: { 'src/server.js': UNSAFE },
    })
    await standIn.openPull(two.repository, { head: branch })
    await github.rest()
    return github.check(two.repository, sha, FAMILY).conclusion
  }
  await standIn.comment(two.pull, `/roadmap waive ${RULE} until=${UNTIL} reason=x`, 'ada')
  await github.rest()
  expect(conclusion(two)).toBe('success')
  const base = await two.repository.git.branch('main')
  expect(await third('before')).toBe('failure')
  await standIn.closePull(two.pull, { merge: true })
  await github.rest()
  await two.repository.git.run('update-ref', 'refs/heads/main', base ?? '')
  expect(await third('after')).toBe('success')
})

test('whoever has no right changes nothing', async () => {
  const { standIn } = github
  const one = await begin()
  for (const login of ['rita', 'stranger', 'tim']) {
    const asked = await standIn.reply(one.thread, WAIVE, login)
    await github.rest()
    expect(reactions(asked)).toEqual(['confused'])
  }
  // A right that was taken away since counts no more.
  standIn.setRole(one.repository, 'wes', 'read')
  await standIn.reply(one.thread, '/roadmap false-positive reason=x', 'wes')
  await standIn.comment(one.pull, `/roadmap recheck`, 'rita')
  await github.rest()
  expect(conclusion(one)).toBe('failure')
  expect(
    github.standIn.checkRuns(one.repository, one.sha).filter(({ name }) => name.endsWith(FAMILY)),
  ).toHaveLength(1)
  for (const answer of await answers(one)) expect(answer).toMatch(/You have no right/)
})

test('code, quotes, comments, bots and a forged marker command nothing', async () => {
  const { standIn } = github
  const one = await begin()
  const rule = `/roadmap waive ${RULE} until=${UNTIL} reason=x`
  for (const body of [
    `\`\`\`\n${rule}\n\`\`\``,
    `> ${rule}`,
    `<!--\n${rule}\n-->`,
    `ok\n\nOn Mon, Ada wrote:\n${rule}`,
    `\`${rule}\``,
  ]) {
    await standIn.comment(one.pull, body, 'ada')
    await standIn.reviewInWords(one.pull, body, 'ada')
  }
  standIn.state.user('helper[bot]', 'Bot')
  standIn.setRole(one.repository, 'helper[bot]', 'admin')
  await standIn.comment(one.pull, rule, 'helper[bot]')
  await github.rest()
  expect(await answers(one)).toEqual([])
  expect(conclusion(one)).toBe('failure')

  // The marker of the app in a person's comment makes no thread of a finding.
  const forged = await standIn.commentOnLine(
    one.pull,
    { path: 'src/server.js', line: 3, body: one.thread.body },
    'rita',
  )
  await standIn.reply(forged, WAIVE, 'ada')
  await github.rest()
  expect(conclusion(one)).toBe('failure')
})

test('the same comment delivered again is done and answered once; an edit adds to it', async () => {
  const { standIn } = github
  const one = await begin()
  standIn.webhooks.mode = 'duplicate'
  const asked = await standIn.reply(one.thread, '/roadmap explain', 'wes')
  await github.rest()
  standIn.webhooks.mode = 'deliver'
  expect(await answers(one)).toHaveLength(1)
  await standIn.editComment(asked, `/roadmap explain\n\n${WAIVE}`, 'wes')
  await github.rest()
  expect(conclusion(one)).toBe('success')
  const runs = (): number => github.standIn.checkRuns(one.repository, one.sha).length
  const before = runs()
  await standIn.editComment(asked, `/roadmap explain\n\n${WAIVE}\n\nthanks`, 'wes')
  await github.rest()
  expect(runs()).toBe(before)
  const [answer, ...more] = await answers(one)
  expect(more).toEqual([])
  expect(answer).toMatch(/\*\*Why:\*\*[\s\S]*Waived until/)
  // Who edits the comment of somebody else does not speak with that person's right.
  const other = await begin()
  const theirs = await standIn.reply(other.thread, 'I wonder', 'ada')
  await standIn.editComment(theirs, WAIVE, 'tim')
  await github.rest()
  expect(conclusion(other)).toBe('failure')
  expect(await answers(other)).toEqual([])
})

test('a policy asks for a second person of a team', async () => {
  const { standIn } = github
  const one = await begin(
    'waiver-policy: { max-days: 60, second-person: true, approvers: ["@acme/leads", maintain] }\n',
    'ada',
  )
  const asked = await standIn.reply(one.thread, WAIVE, 'ada')
  await github.rest()
  expect(reactions(asked)).toEqual(['eyes'])
  expect(conclusion(one)).toBe('failure')
  await standIn.reply(one.thread, '/roadmap approve', 'ada')
  await standIn.reply(one.thread, '/roadmap approve', 'wes')
  await github.rest()
  expect(conclusion(one)).toBe('failure')
  standIn.addToTeam('acme/leads', 'wes')
  const approved = await standIn.reply(one.thread, '/roadmap approve', 'wes')
  await github.rest()
  expect(reactions(approved)).toEqual(['+1'])
  expect(conclusion(one)).toBe('success')
  expect(github.check(one.repository, one.sha, FAMILY).output.summary).toMatch(/ada.*wes/)
})

test('what cannot be waived is not, and a policy that cannot be read lets nothing be', async () => {
  const { standIn } = github
  const one = await begin(`waiver-policy: { max-days: 60, not-waivable: [${RULE}] }\n`)
  for (const command of [WAIVE, '/roadmap false-positive reason=x']) {
    await standIn.reply(one.thread, command, 'ada')
  }
  await github.rest()
  for (const answer of await answers(one)) expect(answer).toContain('cannot be waived')
  expect(conclusion(one)).toBe('failure')

  const two = await begin()
  await standIn.push(two.repository, 'main', {
    files: { '.roadmap.yml': 'version: 1\nwaiver-policy: { max-days: long }\n' },
  })
  const asked = await standIn.reply(two.thread, WAIVE, 'ada')
  await github.rest()
  expect(reactions(asked)).toEqual(['confused'])
  expect((await answers(two))[0]).toContain('is not valid')
})

test('wrong commands are answered with the right one, and nothing in them is rendered', async () => {
  const { standIn } = github
  const one = await begin()
  const says = async (body: string): Promise<string> => {
    const asked = await standIn.comment(one.pull, body, 'ada')
    await github.rest()
    expect(reactions(asked)).toEqual(['confused'])
    return (await answers(one)).at(-1) ?? ''
  }
  expect(await says('/roadmap wave')).toContain('did you mean `waive`?')
  expect(
    await says(`/roadmap waive insecure-patterns/tls-verification-disable until=${UNTIL} reason=x`),
  ).toContain(`did you mean \`${RULE}\`?`)
  expect(await says(`/roadmap waive ${RULE} until=2020-01-01 reason=x`)).toContain('is over')
  expect(await says(`/roadmap waive ${RULE} until=2099-01-01 reason=x`)).toContain('too far away')
  expect(await says(`/roadmap waive until=${UNTIL} reason=x`)).toContain('Which rule?')
  expect(await says('/roadmap false-positive reason=x')).toContain('in the thread of its finding')
  expect(await says('/roadmap approve')).toContain('Nothing waits')

  const reason = 'see @acme/everybody <img src=x> [a](https://evil.test) #1 **bold**'
  await standIn.reply(one.thread, `/roadmap waive until=${UNTIL} reason=${reason}`, 'ada')
  await github.rest()
  const said = `${(await answers(one)).join('\n')}${github.check(one.repository, one.sha, FAMILY).output.summary}`
  const outsideCode = said.replaceAll(/`[^`\n]*`/g, '')
  expect(outsideCode).toContain('everybody')
  expect(outsideCode).not.toMatch(/@acme|(?<!\\)<img|(?<!\\)\]\(https:\/\/evil|\*\*bold\*\*/)
})

test('the configuration, help and the page of a rule', async () => {
  const { standIn } = github
  const one = await begin('checks: { insecure-patterns/*: warning }\n', 'rita')
  const refused = await standIn.comment(one.pull, '/roadmap config', 'rita')
  await standIn.reviewInWords(
    one.pull,
    '/roadmap help\n/roadmap config\n/roadmap explain tls-verification-disabled',
    'tim',
  )
  await github.rest()
  expect(reactions(refused)).toEqual(['confused'])
  const answer = (await answers(one)).find((body) => body.includes('to=review/'))
  expect(answer).toContain('/roadmap waive <rule>')
  expect(answer).toMatch(/\| `gate\.fail-on` \| `error` \| `preset roadmap:recommended` \|/)
  expect(answer).toMatch(
    / and \d+ more \| warning \| `\.roadmap\.yml:2` \(`insecure-patterns\/\*: warning`\)/,
  )
  expect(answer).toContain('**Why:**')
})

test('the buttons of the check run: all of one rule, by those who may', async () => {
  const { standIn } = github
  const one = await begin('waiver-policy: { approvers: [maintain] }\n')
  const run = github.check(one.repository, one.sha, FAMILY)
  expect(
    run.actions.every(({ label, identifier, description }) => {
      return label.length <= 20 && identifier.length <= 20 && description.length <= 40
    }),
  ).toBe(true)
  const waive = run.actions.find(({ identifier }) => identifier.startsWith('waive:'))?.identifier ?? ''
  await standIn.requestAction(run, waive, 'rita')
  await github.rest()
  expect(conclusion(one)).toBe('failure')
  expect(await answers(one)).toMatchObject([expect.stringContaining('You have no right')])
  await standIn.requestAction(run, waive, 'ada')
  await github.rest()
  expect(conclusion(one)).toBe('success')
  expect(github.check(one.repository, one.sha, FAMILY).output.summary).toContain('by the button')

  await standIn.requestAction(github.check(one.repository, one.sha, FAMILY), 'show-all', 'wes')
  await github.rest()
  expect(github.check(one.repository, one.sha, FAMILY).output.text).toMatch(/Held back: 1 finding/)
})
