import type { Pull, Repository, StandIn } from '../../test/stand-in/index.ts'

/** Enough of a file that git sees it again under another name. */
const REST = Array.from({ length: 30 }, (_, index) => `export const value${index} = ${index}\n`).join('')
const IMPORT = "import https from 'node:https'\n"
const SAFE = 'export const agent = new https.Agent({ keepAlive: true })\n'
export const WORD = 'rejectUnauthorized: false'
const UNSAFE = `export const agent = new https.Agent({ ${WORD} })\n`
const OTHER = `export const other = new https.Agent({ ${WORD}, keepAlive: true })\n`
const TWICE = `export const agents = [new https.Agent({ ${WORD} }), new https.Agent({ ${WORD} })]\n`
const file = (line: string, before = ''): string => `${before}${IMPORT}${line}${REST}`

export const BASE = { 'src/a.js': file(SAFE), 'README.md': '# Shop\n' }

/** What a tool's bot wrote, as the steps need it. */
interface Stage {
  standIn: StandIn
  repository: Repository
  pull: Pull
  bot: string
}

export interface Push {
  name: string
  act: (stage: Stage) => Promise<void>
}

const push =
  (files: Record<string, string>, more: { delete?: string[]; force?: boolean; from?: string } = {}) =>
  async ({ standIn, repository }: Stage): Promise<void> => {
    await standIn.push(repository, 'work', { files, ...more })
  }
const firstOf = ({ standIn, pull, bot }: Stage) =>
  standIn.state.reviewCommentsOf(pull).findLast(({ user, inReplyTo }) => user.login === bot && !inReplyTo)

/** The first one opens the pull request; each of the others ends in a push. */
export const PUSHES: readonly Push[] = [
  { name: 'new finding', act: () => Promise.resolve() },
  { name: 'unchanged', act: push({ 'README.md': '# Shop\n\nWords.\n' }) },
  { name: 'moved line', act: push({ 'src/a.js': file(UNSAFE, '// One\n// Two\n// Three\n') }) },
  { name: 'fixed', act: push({ 'src/a.js': file(SAFE, '// One\n') }) },
  { name: 'came back', act: push({ 'src/a.js': file(UNSAFE, '// One\n') }) },
  { name: 'rename', act: push({ 'src/b.js': file(UNSAFE, '// One\n') }, { delete: ['src/a.js'] }) },
  {
    name: 'force-push',
    act: push(
      { 'src/b.js': file(UNSAFE, '// Rebased\n') },
      { delete: ['src/a.js'], force: true, from: 'main' },
    ),
  },
  { name: 'two on one line', act: push({ 'src/b.js': file(UNSAFE + TWICE) }) },
  {
    name: 'resolved',
    act: async (stage) => {
      const comment = firstOf(stage)
      if (comment) await stage.standIn.resolve(comment)
      await push({ 'README.md': '# Shop\n\nMore words.\n' })(stage)
    },
  },
  {
    name: 'reply',
    act: async (stage) => {
      const comment = firstOf(stage)
      if (comment) await stage.standIn.reply(comment, 'We know, thank you.')
      await push({ 'README.md': '# Shop\n\nStill more words.\n' })(stage)
    },
  },
  {
    name: 'draft',
    act: async (stage) => {
      await stage.standIn.convertToDraft(stage.pull)
      await push({ 'src/c.js': file(OTHER) })(stage)
    },
  },
  {
    name: 'fixed all',
    act: async (stage) => {
      await stage.standIn.convertToReady(stage.pull)
      await push({ 'src/b.js': file(SAFE), 'src/c.js': file(SAFE) })(stage)
    },
  },
]

export const FIRST = { 'src/a.js': file(UNSAFE) }

/** Lines of a head that hold the finding, by path. */
export async function findingsAt(
  repository: Repository,
  sha: string,
): Promise<{ path: string; line: number; text: string }[]> {
  const paths = (await repository.git.run('ls-tree', '-r', '--name-only', sha)).split('\n').filter(Boolean)
  const found: { path: string; line: number; text: string }[] = []
  for (const path of paths) {
    const lines = (await repository.git.run('show', `${sha}:${path}`)).split('\n')
    for (const [index, text] of lines.entries()) {
      for (let at = text.indexOf(WORD); at >= 0; at = text.indexOf(WORD, at + 1)) {
        found.push({ path, line: index + 1, text })
      }
    }
  }
  return found
}
