import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Proposal, proposalsOf } from '../../src/engine/onboarding/proposals.ts'
import { git } from '../review/git.ts'
import { BACKENDS } from './backends.ts'

/**
 * `node bench/judged/draw.ts [--seed N] [--each N]`: draws the pull requests that docs/judged-pull-requests.md judges, before
 * anything is said of them. Of each family so many repositories in random order, none twice, and of each one pull
 * request at random among those of its last 400 that touch what the family looks at. Writes drawn.json beside itself.
 *   CORPUS_DIR   clones, as `owner+name/repo`
 */
const { values } = parseArgs({
  options: { seed: { type: 'string', default: '20261123' }, each: { type: 'string', default: '12' } },
})

export interface Drawn {
  family: string
  repository: string
  number: number
  title: string
  /** Commit of the base branch that it was merged into. */
  base: string
  head: string
  /** Globs of critical code: what `roadmap-review init` proposes for the base. */
  critical: string[]
}

/** One pull request of a history. */
interface Pull {
  number: number
  title: string
  base: string
  head: string
  changed: { status: string; path: string }[]
}

interface Chance {
  /** In [0, 1). */
  next: () => number
}

const LAST = 400
const FILES = 60
const CODE = /\.(?:[cm]?[jt]sx?|py|rb|go|rs|java|kts?|cs|php|ex)$/
const TEST =
  /(?:^|\/)(?:tests?|__tests__|specs?|e2e|testing|fixtures?)\/|(?:[._-](?:test|spec)s?|_tests?|Tests?|Spec)\.\w+$|(?:^|\/)test_/i
const DESCRIPTION =
  /(?:openapi|swagger)[^/]*\.(?:ya?ml|json)$|\/openapi\/.*\.ya?ml$|\.proto$|\.graphqls?$|\.avsc$|asyncapi[^/]*\.ya?ml$/i
const MIGRATION =
  /(?:^|\/)(?:migrations?|migrate|versions|changelog[^/]*|migrations_[^/]*)\/.*\.(?:sql|py|rb|php|[jt]s|xml|ya?ml|cs|exs|go)$/i
/** Words of code that the rules about insecure patterns have to do with. */
const SENSITIVE =
  'exec|query|redirect|cookie|token|password|secret|random|hash|md5|sha1|verify|deserial|yaml|template|html_safe|innerHTML|request\\.|params|open\\('

const random = chance(Number(values.seed))
const corpus = process.env['CORPUS_DIR']
if (corpus === undefined) throw new Error('CORPUS_DIR says where the clones are')
const used = new Set<string>()
const drawn: Drawn[] = []
for (const family of [
  'api-compatibility',
  'migration-rollback',
  'insecure-patterns',
  'critical-path-tests',
]) {
  let left = Number(values.each)
  for (const repository of shuffled(BACKENDS, random)) {
    const directory = join(corpus, repository.replace('/', '+'), 'repo')
    if (left === 0 || used.has(repository) || !existsSync(directory)) continue
    const one = await drawFrom(directory, family)
    if (!one) continue
    used.add(repository)
    left -= 1
    drawn.push({ family, repository, ...one })
    process.stdout.write(`${family} ${repository}#${one.number} ${one.title}\n`)
  }
}
await writeFile(join(import.meta.dirname, 'drawn.json'), `${JSON.stringify(drawn, undefined, 2)}\n`)

async function drawFrom(
  directory: string,
  family: string,
): Promise<Omit<Drawn, 'family' | 'repository'> | undefined> {
  const proposals = proposalsOf(await pathsOf(directory, 'HEAD'))
  for (const pull of shuffled(await pullsOf(directory), random)) {
    if (pull.changed.length > FILES || !(await speaksTo(family, directory, pull, proposals))) continue
    const { number, title, base, head } = pull
    return { number, title, base, head, critical: globsOf(proposalsOf(await pathsOf(directory, base))) }
  }
  return undefined
}

async function speaksTo(
  family: string,
  directory: string,
  { base, head, changed }: Pull,
  proposals: readonly Proposal[],
): Promise<boolean> {
  const product = changed.filter(({ path }) => !TEST.test(path))
  switch (family) {
    case 'api-compatibility':
      return product.some(({ status, path }) => status === 'M' && DESCRIPTION.test(path))
    case 'migration-rollback':
      return product.some(({ status, path }) => status === 'A' && MIGRATION.test(path))
    case 'critical-path-tests': {
      const folders = proposals.flatMap((proposal) => proposal.folders)
      const critical = product.filter(
        ({ status, path }) =>
          status === 'M' && CODE.test(path) && folders.some((folder) => path.startsWith(`${folder}/`)),
      )
      return critical.length > 0 && changed.every(({ path }) => !TEST.test(path))
    }
    default: {
      const code = product.filter(({ status, path }) => status !== 'D' && CODE.test(path))
      if (code.length === 0) return false
      const paths = code.map(({ path }) => path)
      const touched = await git(directory, [
        'diff',
        '--name-only',
        `-G${SENSITIVE}`,
        base,
        head,
        '--',
        ...paths,
      ])
      return touched.trim() !== ''
    }
  }
}

/** Merged pull requests along the first parents: a merge commit's second parent, or the one squashed commit. */
async function pullsOf(directory: string): Promise<Pull[]> {
  const args = ['log', '--first-parent', '--diff-merges=first-parent', '--name-status', '--no-renames', '-z']
  const log = await git(directory, [...args, '-n', String(LAST * 2), '--format=%x01%H %P%x00%s%x00%b%x02'])
  const pulls = log
    .split('\u0001')
    .slice(1)
    .flatMap((entry): Pull[] => {
      const [told = '', rest = ''] = entry.split('\u0002')
      const [commits = '', subject = '', body = ''] = told.split('\0')
      const [sha = '', base, merged] = commits.split(' ')
      const squashed = / \(#(\d+)\)$/.exec(subject)
      const joined = /^Merge pull request #(\d+)/.exec(subject)
      const number = Number((merged === undefined ? squashed : joined)?.[1])
      if (base === undefined || !Number.isSafeInteger(number)) return []
      const title = (
        merged === undefined ? subject.slice(0, squashed?.index) : (body.trim().split('\n')[0] ?? '')
      )
        .replaceAll(/\s+/g, ' ')
        .slice(0, 100)
      const fields = rest
        .replace(/^[\0\n]+/, '')
        .split('\0')
        .filter((field) => field !== '')
      const changed = Array.from({ length: Math.floor(fields.length / 2) }, (_, index) => ({
        status: (fields[index * 2] ?? '').trim(),
        path: fields[index * 2 + 1] ?? '',
      }))
      return [{ number, title, base, head: merged ?? sha, changed }]
    })
  return pulls.slice(0, LAST)
}

async function pathsOf(directory: string, revision: string): Promise<string[]> {
  return (await git(directory, ['ls-tree', '-r', '-z', '--name-only', revision])).split('\0').filter(Boolean)
}

function globsOf(proposals: readonly Proposal[]): string[] {
  return proposals.flatMap(({ folders, files = [] }) => [
    ...folders.map((folder) => `${folder}/**`),
    ...files,
  ])
}

function shuffled<T>(values: readonly T[], { next }: Chance): T[] {
  const all = [...values]
  for (let left = all.length - 1; left > 0; left -= 1) {
    const at = Math.floor(next() * (left + 1))
    const [a, b] = [all[left] as T, all[at] as T]
    all[left] = b
    all[at] = a
  }
  return all
}

/** mulberry32: the same seed gives the same draw on every machine. */
function chance(seed: number): Chance {
  let state = seed >>> 0
  return {
    next: () => {
      state = (state + 0x6d2b79f5) >>> 0
      let value = Math.imul(state ^ (state >>> 15), state | 1)
      value ^= value + Math.imul(value ^ (value >>> 7), value | 61)
      return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32
    },
  }
}
