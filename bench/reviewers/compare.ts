import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Pull, type Repository, startStandIn } from '../../test/stand-in/index.ts'
import { readMarker } from '../../src/report/github/index.ts'
import { BASE, findingsAt, FIRST, PUSHES } from './pushes.ts'
import { danger, ours, reviewdog, type StartTool } from './tools.ts'

/**
 * `npm run compare:reviewers -- [--danger DIR] [--reviewdog PROGRAM] [--only NAME]`: the same twelve pushes before each reviewer, told of the
 * same lines, on a GitHub of its own. DIR is where `npm i danger` ran; reviewdog comes from
 * `go install github.com/reviewdog/reviewdog/cmd/reviewdog@latest`. One that is not given is left out, and the output says so.
 */
const { values } = parseArgs({
  options: { danger: { type: 'string' }, reviewdog: { type: 'string' }, only: { type: 'string' } },
})

interface Row {
  name: string
  posted: number
  /** Comments that at some push stood open beside another of the same line. */
  duplicates: number
  /** Comments that at some push stood open though their line was gone. */
  stale: number
  /** Findings of a head that is no draft without a comment, summed over the pushes. */
  missing: number
  requests: number
}

const tools: [string, StartTool][] = [
  ['roadmap-review', ours],
  ...(values.danger === undefined ? [] : [['danger-js', danger(values.danger)] as [string, StartTool]]),
  ...(values.reviewdog === undefined
    ? []
    : [['reviewdog', reviewdog(values.reviewdog)] as [string, StartTool]]),
]
const rows: Row[] = []
for (const [name, start] of tools) {
  if (values.only === undefined || values.only === name) rows.push(await compare(name, start))
}
const head = 'reviewer          posted  duplicates  stale  missing  requests'
const lines = rows.map(({ name, posted, duplicates, stale, missing, requests }) =>
  [
    name.padEnd(18),
    pad(posted, 6),
    pad(duplicates, 12),
    pad(stale, 7),
    pad(missing, 9),
    pad(requests, 10),
  ].join(''),
)
process.stdout.write(`${[head, ...lines].join('\n')}\n`)
if (values.danger === undefined) {
  process.stdout.write('danger-js was not compared: `npm i danger` in a folder, then --danger FOLDER\n')
}
if (values.reviewdog === undefined) {
  process.stdout.write(
    'reviewdog was not compared: `go install github.com/reviewdog/reviewdog/cmd/reviewdog@latest`, then --reviewdog PROGRAM\n',
  )
}

async function compare(name: string, start: StartTool): Promise<Row> {
  const folder = await mkdtemp(join(tmpdir(), 'roadmap-reviewers-'))
  const standIn = await startStandIn({ rateLimits: false })
  const row: Row = { name, posted: 0, duplicates: 0, stale: 0, missing: 0, requests: 0 }
  try {
    const repository = await standIn.createRepository({ name: 'shop', files: BASE })
    await using tool = await start(standIn, folder)
    await standIn.push(repository, 'work', { files: FIRST })
    const pull = await standIn.openPull(repository, { head: 'work' })
    const ids = new Set<number>()
    const [duplicates, stale] = [new Set<number>(), new Set<number>()]
    for (const { name: step, act } of PUSHES) {
      await act({ standIn, repository, pull, bot: tool.bot })
      await tool.review(repository, pull)
      const mine = standIn.state.reviewCommentsOf(pull).filter(({ user }) => user.login === tool.bot)
      for (const { id } of mine) ids.add(id)
      const now = await judge(repository, pull, mine)
      for (const id of now.duplicates) duplicates.add(id)
      for (const id of now.stale) stale.add(id)
      row.missing += now.missing
      process.stdout.write(`${name} ${step}: ${JSON.stringify(now)}\n`)
    }
    row.duplicates = duplicates.size
    row.stale = stale.size
    row.posted = ids.size
    row.requests = tool.requests()
    return row
  } finally {
    await standIn.close()
    await rm(folder, { recursive: true, force: true })
  }
}

/** Ids of comments that still claim something: those beside an earlier one of the same line, and those whose line is gone. */
async function judge(
  repository: Repository,
  pull: Pull,
  comments: readonly { id: number; body: string; diffHunk: string }[],
): Promise<{ open: number; duplicates: number[]; stale: number[]; missing: number }> {
  // By its text: a thread that outlives the rename of its file keeps the old path.
  const lines = new Set((await findingsAt(repository, pull.headSha)).map(({ text }) => text))
  const open = comments
    .filter(({ body }) => readMarker(body)?.state !== 'fixed')
    .map(({ id, diffHunk }) => ({ id, text: diffHunk.split('\n').at(-1)?.slice(1) ?? '' }))
  const told = new Set(open.map(({ text }) => text))
  return {
    open: open.length,
    duplicates: open.flatMap(({ id, text }, index) =>
      open.findIndex((one) => one.text === text) < index ? [id] : [],
    ),
    stale: open.filter(({ text }) => !lines.has(text)).map(({ id }) => id),
    missing: pull.draft ? 0 : [...lines].filter((text) => !told.has(text)).length,
  }
}

function pad(number: number, width: number): string {
  return String(number).padStart(width)
}
