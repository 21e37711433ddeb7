import { execFile, spawn } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { startServer } from '../../src/app/server.ts'
import { appEnvironment } from '../../test/app-environment.ts'
import { tokenFor } from '../../test/stand-in/client.ts'
import type { Pull, Repository, StandIn } from '../../test/stand-in/index.ts'
import { findingsAt } from './pushes.ts'
import { type Front, startFront } from './front.ts'

const run = promisify(execFile)

/** One reviewer at work on one pull request. */
export interface Tool extends AsyncDisposable {
  /** Login under which it writes. */
  bot: string
  /** After each push. */
  review(repository: Repository, pull: Pull): Promise<void>
  requests(): number
}

export type StartTool = (standIn: StandIn, folder: string) => Promise<Tool>

/** The app, told by webhooks. */
export const ours: StartTool = async (standIn, folder) => {
  const server = await startServer({
    env: {
      ...appEnvironment(standIn, join(folder, 'data')),
      LOG_LEVEL: 'error',
    },
  })
  standIn.webhookUrl = server.webhookUrl
  const before = standIn.requests.length
  return {
    bot: `${standIn.app.slug}[bot]`,
    review: async () => {
      await standIn.webhooks.idle()
      await server.idle()
    },
    requests: () => standIn.requests.slice(before).filter(({ kind }) => kind === 'rest').length,
    [Symbol.asyncDispose]: () => server.close(),
  }
}

/** danger-js of `directory` (where `npm i danger` ran), with a rule that reports the same lines. */
export function danger(directory: string): StartTool {
  return async (standIn, folder) => {
    const { front, bot, token, work } = await prepare(standIn, folder)
    return {
      bot,
      review: async (repository, pull) => {
        await work(repository, pull)
        const found = await findingsAt(repository, pull.headSha)
        const calls = found.map(
          ({ path, line }) => `fail('TLS certificates are not checked', ${JSON.stringify(path)}, ${line})`,
        )
        await writeFile(join(folder, 'clone', 'dangerfile.js'), `${calls.join('\n')}\n`)
        await told('danger', async () =>
          run(process.execPath, [join(directory, 'node_modules/danger/distribution/commands/danger-ci.js')], {
            cwd: join(folder, 'clone'),
            env: {
              PATH: process.env['PATH'],
              HOME: folder,
              DANGER_FAKE_CI: 'YEP',
              DANGER_TEST_REPO: `${repository.owner.login}/${repository.name}`,
              DANGER_TEST_PR: String(pull.number),
              DANGER_GITHUB_API_TOKEN: await token(repository),
              DANGER_GITHUB_API_BASE_URL: front.url,
            },
          }),
        )
      },
      requests: () => front.asked.length,
      [Symbol.asyncDispose]: () => front[Symbol.asyncDispose](),
    }
  }
}

/** The program `reviewdog`, given the same lines, as its reporter of pull request reviews. */
export function reviewdog(program: string): StartTool {
  return async (standIn, folder) => {
    const { front, bot, token, work } = await prepare(standIn, folder)
    return {
      bot,
      review: async (repository, pull) => {
        await work(repository, pull)
        const found = await findingsAt(repository, pull.headSha)
        const input = found.map(({ path, line }) =>
          JSON.stringify({
            message: 'TLS certificates are not checked',
            location: { path, range: { start: { line } } },
            severity: 'ERROR',
          }),
        )
        const env = {
          PATH: process.env['PATH'],
          HOME: folder,
          CI_PULL_REQUEST: String(pull.number),
          CI_COMMIT: pull.headSha,
          CI_REPO_OWNER: repository.owner.login,
          CI_REPO_NAME: repository.name,
          REVIEWDOG_GITHUB_API_TOKEN: await token(repository),
          GITHUB_API: `${front.url}/`,
        }
        await told('reviewdog', () => {
          const child = spawn(
            program,
            ['-f=rdjsonl', '-name=tls', '-reporter=github-pr-review', '-filter-mode=added'],
            {
              cwd: join(folder, 'clone'),
              env,
              stdio: ['pipe', 'ignore', 'pipe'],
            },
          )
          child.stdin.end(`${input.join('\n')}\n`)
          return ended(child)
        })
      },
      requests: () => front.asked.length,
      [Symbol.asyncDispose]: () => front[Symbol.asyncDispose](),
    }
  }
}

/** What tools of a pipeline have: a token of an app that is installed, and a checkout of the head. */
async function prepare(
  standIn: StandIn,
  folder: string,
): Promise<{
  front: Front
  bot: string
  token: (repository: Repository) => Promise<string>
  work: (repository: Repository, pull: Pull) => Promise<void>
}> {
  const front = await startFront(standIn.apiUrl, (path) => lacking(standIn, path))
  const clone = join(folder, 'clone')
  return {
    front,
    bot: `${standIn.app.slug}[bot]`,
    token: (repository) => tokenFor(standIn, repository),
    work: async (repository, pull) => {
      await run('rm', ['-rf', clone])
      await run('git', ['clone', '-q', repository.git.directory, clone])
      await run('git', ['-C', clone, 'checkout', '-q', pull.headSha])
    },
  }
}

/** What the stand-in does not offer; GitHub's answers, as far as the tools read them. */
function lacking(standIn: StandIn, path: string): unknown {
  if (path === '/user') return { id: standIn.app.bot.id, login: standIn.app.bot.login, type: 'Bot' }
  if (/^\/repos\/[^/]+\/[^/]+\/pulls\/\d+\/commits/.test(path)) {
    const number = Number(/pulls\/(\d+)/.exec(path)?.[1])
    const pull = standIn.state.pulls.find((each) => each.number === number)
    const person = { name: 'Ada', email: 'ada@example.test', date: '2026-01-01T00:00:00Z' }
    const commit = { message: 'Work', author: person, committer: person, tree: { sha: '' } }
    return [{ sha: pull?.headSha, commit, author: null, parents: [] }]
  }
  if (/^\/repos\/[^/]+\/[^/]+\/statuses\//.test(path)) return { state: 'success' }
  if (/^\/repos\/[^/]+\/[^/]+\/issues\/\d+(?:\?.*)?$/.test(path)) return { labels: [] }
  return undefined
}

/** A tool that finds something ends with an error: that is no failure of the comparison. */
async function told(name: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string }
    if (process.env['VERBOSE']) process.stderr.write(`${name}: ${String(error)}\n${stdout}\n${stderr}\n`)
  }
}

async function ended(child: ReturnType<typeof spawn>): Promise<void> {
  let text = ''
  child.stderr?.setEncoding('utf8').on('data', (more: string) => (text += more))
  const code = await new Promise<number | null>((resolve) => {
    child.once('close', resolve)
  })
  if (code !== 0) throw new Error(`it ended with ${code}: ${text}`)
}
