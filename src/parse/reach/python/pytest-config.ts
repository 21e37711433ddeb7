import { matcher } from '../../../model/index.ts'

/** Files in which pytest looks for its options, with the section that has them there. */
const SECTIONS: readonly [file: RegExp, section: RegExp][] = [
  [/(?:^|\/)\.?pytest\.ini$/, /^\[pytest\]$/],
  [/(?:^|\/)(?:\.?pytest|pyproject)\.toml$/, /^\[(?:tool\.pytest(?:\.ini_options)?|pytest)\]$/],
  [/(?:^|\/)tox\.ini$/, /^\[pytest\]$/],
  [/(?:^|\/)setup\.cfg$/, /^\[tool:pytest\]$/],
]
export const PYTEST_FILES = '**/{pytest.ini,.pytest.ini,pytest.toml,.pytest.toml,tox.ini}'

/** Longer files are no configuration of pytest. */
const MOST_CHARACTERS = 200_000

/**
 * Whether pytest is told to look for tests in a file that is not called as tests are by default: `python_files`, in
 * `testpaths` where they are given. https://docs.pytest.org/en/stable/reference/customize.html
 * @param manifests path to text
 */
export function pytestFiles(manifests: ReadonlyMap<string, string>): (path: string) => boolean {
  const told = [...manifests].flatMap(([path, text]) => {
    const section = SECTIONS.find(([file]) => file.test(path))?.[1]
    const lines = section && text.length <= MOST_CHARACTERS ? sectionOf(text, section) : []
    const isToml = path.endsWith('.toml')
    const names = valuesOf(lines, 'python_files', isToml)
    if (names.length === 0) return []
    const root = path.slice(0, path.lastIndexOf('/') + 1)
    const folders = valuesOf(lines, 'testpaths', isToml).map((folder) => folder.replace(/^\.?\/|\/+$/g, ''))
    // A pattern without a slash is one of the name alone.
    const inside = folders.length === 0 || folders.includes('') || folders.includes('.') ? ['**'] : folders
    const globs = inside.flatMap((folder) =>
      names.map((name) => `${folder === '**' ? '' : `${folder}/`}**/${name.replace(/^\/+/, '')}`),
    )
    const matches = matcher(globs)
    return [{ root, matches }]
  })
  return (path) => told.some(({ root, matches }) => path.startsWith(root) && matches(path.slice(root.length)))
}

function sectionOf(text: string, section: RegExp): string[] {
  const lines = text.split(/\r?\n/)
  const start = lines.findIndex((line) => section.test(line.trim()))
  if (start < 0) return []
  const rest = lines.slice(start + 1)
  const end = rest.findIndex((line) => line.startsWith('['))
  return end < 0 ? rest : rest.slice(0, end)
}

/** `key = a b`, with further lines indented; of TOML `key = ["a", "b"]`, over lines or not, or `"a b"`. */
function valuesOf(lines: readonly string[], key: string, isToml: boolean): string[] {
  const start = lines.findIndex((line) => new RegExp(`^${key}\\s*[=:]`).test(line))
  if (start < 0) return []
  const more = lines.slice(start + 1)
  const end = more.findIndex((line) => !/^\s/.test(line) && (!isToml || /^\w+\s*=/.test(line)))
  const all = [lines[start]?.replace(/^\w+\s*[=:]/, '') ?? '', ...more.slice(0, end < 0 ? more.length : end)]
  const said = all.map((line) => line.replace(/(?:^|\s)[#;].*$/, '')).join('\n')
  const words = isToml
    ? [...said.matchAll(/"([^"\n]*)"|'([^'\n]*)'/g)].map(([, a, b]) => a ?? b ?? '')
    : [said]
  return words.flatMap((word) => word.split(/\s+/)).filter((word) => /^[\w.*?/[\]-]{1,200}$/.test(word))
}
