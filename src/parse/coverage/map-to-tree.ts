import { merge } from './merge.ts'
import { PathSuffixes } from './path-suffixes.ts'
import type { CoverageReport, FileCoverage } from './report.ts'
import { bestWays, choose, countVotes, guess, rewritten, votesOf, type Guess } from './ways.ts'

export interface MapOptions {
  /** Where the report lies in the tree, if it does: of equal places the one nearest to it wins. */
  at?: string
  /** Go modules of the tree: the module's path and the folder of its go.mod ('' is the root). */
  goModules?: readonly { module: string; folder: string }[]
}

export interface Unmapped {
  /** As the report wrote it. */
  path: string
  why: 'not in the tree' | 'ambiguous' | 'leads out of the tree'
  /** Paths of the tree that it might be, at most five. */
  candidates?: readonly string[]
}

export interface MappedReport {
  /** The files that were found, by their path in the tree. */
  report: CoverageReport
  unmapped: readonly Unmapped[]
}

/** Folders of what others wrote: their files end as ours do (`src/lib.rs`) and are not ours. */
const foreign =
  /(?:^|\/)(?:node_modules|site-packages|dist-packages|\.cargo\/registry|\.cargo\/git|\.rustup|rustc|gems|vendor\/bundle|\.pyenv|\.nvm|go\/pkg\/mod|usr\/(?:lib|include|share)|\.gradle|\.m2)(?:\/|$)/

/**
 * Finds the files of a report in a tree by the longest suffix that one path alone has, where a way of rewriting that
 * serves more of the report's files goes before. What is ambiguous, absent or outside is named, never guessed.
 * @param paths of the tree, relative to its root
 */
export function mapToTree(
  report: CoverageReport,
  paths: Iterable<string>,
  options: MapOptions = {},
): MappedReport {
  const names = new Set([...report.files.keys()].map(nameOf))
  const tree = new Set<string>()
  for (const path of paths) if (names.has(nameOf(path))) tree.add(path)
  const suffixes = new PathSuffixes(tree)
  const guesses = new Map<string, Guesses>()
  const unmapped: Unmapped[] = []
  const found = new Map<string, Found[]>()
  for (const written of report.files.keys()) {
    const module = moduleOf(written, options)
    if (leadsOut(written)) unmapped.push({ path: written, why: 'leads out of the tree' })
    else if (!module) {
      const own = guessesOf(written, report, suffixes)
      // A folder of the tree may be called so, and then nothing before it is replaced.
      const ours = own.guesses.filter(({ strip }) => !foreign.test(strip))
      if (ours.length < own.guesses.length && ours.length === 0) {
        unmapped.push({ path: written, why: 'leads out of the tree' })
      } else guesses.set(written, { ...own, guesses: ours })
    } else if (tree.has(module)) put(found, module, { written, votes: Infinity })
    else unmapped.push({ path: written, why: 'not in the tree' })
  }
  const votes = countVotes([...guesses.values()].map((one) => one.guesses))
  const best = bestWays(votes)
  for (const [written, { guesses: few, parts, tooMany }] of guesses) {
    const own = tooMany ? [...few, ...rewritten(parts, best, tree)] : few
    const chosen = choose(own, votes, best, options.at ?? '') ?? {
      why: tooMany ? ('ambiguous' as const) : ('not in the tree' as const),
    }
    if (typeof chosen === 'string') put(found, chosen, { written, votes: votesOf(own, chosen, votes) })
    else unmapped.push({ path: written, ...chosen })
  }
  const files = new Map<string, FileCoverage>()
  for (const [path, all] of found) {
    const kept = all.length === 1 ? all : together(all)
    for (const one of all) {
      const { written } = one
      if (kept.includes(one)) files.set(path, merge(files.get(path), report.files.get(written)))
      else unmapped.push({ path: written, why: 'ambiguous', candidates: [path] })
    }
  }
  return { report: { format: report.format, files }, unmapped }
}

interface Found {
  written: string
  votes: number
}

/** Two checkouts of a matrix both serve many files; a stray file that ends like one of ours serves itself. */
function together(all: readonly Found[]): Found[] {
  const most = Math.max(...all.map(({ votes }) => votes))
  return all.filter(({ votes }) => votes > 1 && votes * 2 >= most)
}

function put<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const list = lists.get(key)
  if (list) list.push(value)
  else lists.set(key, [value])
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

function leadsOut(path: string): boolean {
  return path.split('/').includes('..')
}

/** Exactly where Go's import path says, or undefined where no module of the tree is asked. */
function moduleOf(written: string, { goModules = [] }: MapOptions): string | undefined {
  const [owner] = goModules
    .filter(({ module }) => written.startsWith(`${module}/`))
    .toSorted((a, b) => b.module.length - a.module.length)
  if (!owner) return undefined
  return join(owner.folder, written.slice(owner.module.length + 1))
}

function join(folder: string, path: string): string {
  return folder === '' || folder === '.' ? path : `${folder.replace(/\/$/, '')}/${path}`
}

interface Guesses {
  guesses: Guess[]
  /** The path itself, part by part. */
  parts: readonly string[]
  /** Whether more files end like it than are worth comparing. */
  tooMany: boolean
}

function guessesOf(written: string, report: CoverageReport, suffixes: PathSuffixes): Guesses {
  const mark = report.format === 'jacoco' ? written.lastIndexOf('!') : -1
  const bare = written.slice(mark + 1)
  const isRelative = !/^(?:\/|[A-Za-z]:\/)/.test(bare)
  const roots = isRelative ? (report.roots ?? []).filter((root) => !leadsOut(root)) : []
  let tooMany = false
  const guesses = [bare, ...roots.map((root) => join(root, bare))].flatMap((path) => {
    const parts = partsOf(path)
    const { within, beyond } = suffixes.matches(parts)
    tooMany ||= beyond === undefined
    return [...within, ...(beyond ?? [])].map((match): Guess => guess(parts, match))
  })
  const kept = report.format === 'jacoco' ? inPackage(guesses, written.slice(0, mark)) : guesses
  return { guesses: kept, parts: partsOf(bare), tooMany }
}

function partsOf(path: string): string[] {
  return path.split('/').filter((part, index) => part !== '.' && (part !== '' || index === 0))
}

/** Kotlin's convention leaves the first parts of a package out of the folders; Java's compiler wants them all. */
const mayShorten = /\.(?:kts?|scala|groovy)$/

/** A package is the folder, from its first part on; a group is often a module's folder. */
function inPackage(guesses: readonly Guess[], groups: string): Guess[] {
  const whole = guesses.filter(({ strip, path }) => strip === '' || mayShorten.test(path))
  const names = groups.split('/').reverse()
  for (const name of names) {
    const inGroup = whole.filter(({ add }) => name !== '' && add.split('/').includes(name))
    if (inGroup.length > 0) return inGroup
  }
  return whole
}
