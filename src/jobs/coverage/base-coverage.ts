import {
  type Client,
  listCoverageArtifacts,
  readArtifacts,
  type RepositoryName,
  type WorkflowRun,
} from '../../github/index.ts'
import { type CoverageFile, type Snapshot, UserError } from '../../model/index.ts'
import type { CoverageStore } from './coverage-store.ts'
import { packNumbers, readNumbers, unpackNumbers } from './numbers.ts'

/** Where the coverage of base branches is asked for and kept. */
export interface BaseCoverageContext {
  client: Client
  store: CoverageStore
  repository: RepositoryName & { id: number }
  signal: AbortSignal
}

/** What runs on a branch itself. A run for a pull request may be of code that is not the branch's. */
const OF_BRANCH: ReadonlySet<string> = new Set(['push', 'merge_group', 'schedule', 'workflow_dispatch'])

/** Whether a run measured a commit of this repository's own, which somebody who may write to it put there. */
export function measuresBranch(run: WorkflowRun, repoId: number): boolean {
  return OF_BRANCH.has(run.event) && run.headRepositoryId === repoId
}

/** Asks GitHub for the coverage of a commit of a branch and keeps its numbers, or that it has none. */
export async function takeBaseCoverage(
  { client, store, repository, signal }: BaseCoverageContext,
  branch: string,
  headSha: string,
): Promise<void> {
  const listed = await listCoverageArtifacts(client, repository, headSha, {
    signal,
    accepts: (run) => measuresBranch(run, repository.id),
  })
  if (listed.kind === 'not-permitted') return
  const { files, unread } = await readArtifacts(client, repository, listed.artifacts, signal)
  // Of a part nobody knows what ran in the rest.
  const whole = unread.length === 0 && listed.leftOut.length === 0
  const numbers = whole && files.length > 0 ? await packNumbers(await readNumbers(files, signal)) : null
  await store.keepBase(repository.id, branch, { headSha, numbers })
}

/**
 * Kept coverage of the merge base, or of another commit of its branch: then without the files that were another text
 * there. The merge base is asked for once where nothing is known of it.
 * @param paths of the base that the change touches
 */
export async function baseCoverage(
  context: BaseCoverageContext,
  { branch, base, paths }: { branch: string; base: Snapshot; paths: readonly string[] },
  snapshotAt: (sha: string) => Promise<Snapshot>,
): Promise<CoverageFile[] | undefined> {
  const { store, repository } = context
  const known = await store.keptOf(repository.id, branch)
  if (!known.some(({ headSha }) => headSha === base.sha)) await takeBaseCoverage(context, branch, base.sha)
  const kept = await store.keptOf(repository.id, branch)
  const usable = kept.filter(({ hasNumbers }) => hasNumbers)
  const chosen = usable.find(({ headSha }) => headSha === base.sha) ?? usable[0]
  const packed = chosen && (await store.numbersOf(repository.id, chosen.headSha))
  if (!chosen || packed === undefined) return undefined
  const others =
    chosen.headSha === base.sha ? [] : await differing(base, paths, () => snapshotAt(chosen.headSha))
  if (!others) return undefined
  const texts = (await unpackNumbers(packed)).map((text) => withoutNames(text, new Set(others.map(nameOf))))
  return texts.map((text, index) => ({
    name: `${branch} at ${chosen.headSha.slice(0, 7)}, ${index + 1}`,
    text,
  }))
}

/** Which of some paths have another text in another commit; undefined where that commit is not at hand. */
async function differing(
  base: Snapshot,
  paths: readonly string[],
  open: () => Promise<Snapshot>,
): Promise<string[] | undefined> {
  let other: Snapshot
  try {
    other = await open()
  } catch (error) {
    if (error instanceof UserError) return undefined
    throw error
  }
  return differingPaths(base, other, paths)
}

/** Which of some paths have another text in another tree, or are missing there. */
export async function differingPaths(
  one: Snapshot,
  other: Snapshot,
  paths: readonly string[],
): Promise<string[]> {
  const [mine, theirs] = await Promise.all([one, other].map(async (tree) => blobsOf(tree, paths)))
  return paths.filter((path) => mine?.get(path) !== theirs?.get(path))
}

async function blobsOf(tree: Snapshot, paths: readonly string[]): Promise<Map<string, string>> {
  const wanted = new Set(paths)
  const entries = await tree.entries()
  return new Map(entries.flatMap(({ path, oid }) => (wanted.has(path) ? [[path, oid]] : [])))
}

/** Paths of reports are not yet those of the tree: every file of such a name is left out. */
function withoutNames(numbers: string, names: ReadonlySet<string>): string {
  if (names.size === 0) return numbers
  return numbers
    .split(/(?<=^end_of_record)\n/m)
    .filter((record) => !names.has(nameOf(record.slice(0, record.indexOf('\n')))))
    .join('\n')
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1)
