import type { Snapshot } from '../../../src/model/index.ts'
import { languageOf } from '../../../src/parse/code/languages.ts'

/** The files that mark the root of a service, by the language of its code. */
const MANIFESTS: Readonly<Record<string, RegExp>> = {
  javascript: /^package\.json$/,
  python: /^(?:pyproject\.toml|setup\.(?:py|cfg)|requirements[\w.-]*\.txt|Pipfile|manage\.py)$/,
  go: /^go\.mod$/,
  java: /^(?:pom\.xml|build\.gradle(?:\.kts)?)$/,
  'c-sharp': /\.csproj$/,
  ruby: /^Gemfile$|\.gemspec$/,
}

/** The folders of a tree that are services, by the files that package managers and build tools want there. */
export class Services {
  readonly #folders: ReadonlyMap<string, ReadonlySet<string>>
  readonly paths: readonly string[]

  private constructor(folders: ReadonlyMap<string, ReadonlySet<string>>, paths: readonly string[]) {
    this.#folders = folders
    this.paths = paths
  }

  static async of(snapshot: Snapshot): Promise<Services> {
    const folders = new Map(Object.keys(MANIFESTS).map((language) => [language, new Set<string>()]))
    const entries = await snapshot.entries()
    const paths = entries.flatMap(({ path, kind }) => (kind === 'file' ? [path] : []))
    for (const path of paths) {
      const name = path.slice(path.lastIndexOf('/') + 1)
      for (const [language, manifest] of Object.entries(MANIFESTS)) {
        if (manifest.test(name)) folders.get(language)?.add(folderOf(path))
      }
    }
    return new Services(folders, paths)
  }

  /** The folder of the service that a file of code belongs to; empty for the root of the repository. */
  rootOf(path: string): string {
    const roots = this.#folders.get(languageGroup(path))
    for (let folder = folderOf(path); folder !== ''; folder = folderOf(folder)) {
      if (roots?.has(folder)) return folder
    }
    return ''
  }

  /** The files of a service, without those of services inside of it. */
  filesOf(root: string): string[] {
    return this.paths.filter((path) => isBelow(path, root) && this.rootOf(path) === root)
  }
}

export function isBelow(path: string, folder: string): boolean {
  return folder === '' || path.startsWith(`${folder}/`)
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')))
}

function languageGroup(path: string): string {
  const language = languageOf(path) ?? ''
  return language === 'typescript' || language === 'tsx' ? 'javascript' : language
}
