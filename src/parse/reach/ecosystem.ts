import type { FileFacts } from './facts.ts'
import type { FactsOrWhyNot } from './fact-cache.ts'
import type { CallGraph, PackageFiles } from './graph.ts'
import type { ResolveModule } from './joined-file.ts'

/** What is known of languages whose files name each other: how one is read, and what its imports mean. */
export interface Ecosystem {
  /** `javascript`, `python`, `jvm`… */
  id: string
  /** Globs of the files that are read. */
  code: readonly string[]
  /** Of those, files that nobody here writes, or that run nothing: packages brought along, declarations. */
  ignores?: (path: string) => boolean
  /** Globs of what tells where modules lie: `package.json`, `go.mod`. Their texts are handed to `join`. */
  manifests: readonly string[]
  /** Whether a manifest stands for a package of its own, with tests of its own. */
  isPackage?: (manifest: string) => boolean
  /** Reads one file, without any other. Pure: what it answers is kept by blob and name; the folders before the name are not to matter. */
  read(path: string, text: string): FactsOrWhyNot | Promise<FactsOrWhyNot>
  /** @param manifests path to text */
  join(facts: ReadonlyMap<string, FileFacts>, manifests: ReadonlyMap<string, string>): Joined
  /**
   * Whether a file hands tests to a runner.
   * @param isTold whether a runner's configuration says that it looks there
   */
  isTest(graph: CallGraph, path: string, isTold?: (path: string) => boolean): boolean
  /** Whether runners load a file by themselves: their configuration, and the set-up files that it names. */
  isLoadedByRunner?: (path: string) => boolean
  /** Whether a test drives its program from outside, as a browser does: what it reaches then cannot be followed. */
  drivesFromOutside?: (graph: CallGraph, test: string) => boolean
  /** Whether a function that no test reaches may be said outside of critical paths: where that was measured. */
  saysUnreached: boolean
}

export interface Joined {
  resolve: ResolveModule
  /** What `resolve` may answer besides files: names that many files share. */
  packages?: ReadonlyMap<string, PackageFiles>
  /** Whether the manifests tell a runner to look for tests in a file, whatever it is called. */
  isTold?: (path: string) => boolean
}
