/** Languages with a tree-sitter grammar, by the name of their grammar. */
export const LANGUAGES = [
  'javascript',
  'typescript',
  'tsx',
  'python',
  'java',
  'go',
  'ruby',
  'php',
  'c-sharp',
  'rust',
  'elixir',
  'kotlin',
] as const
export type Language = (typeof LANGUAGES)[number]

const BY_EXTENSION: Readonly<Record<string, Language>> = {
  js: 'javascript',
  mjs: 'javascript',
  cjs: 'javascript',
  jsx: 'javascript',
  ts: 'typescript',
  mts: 'typescript',
  cts: 'typescript',
  tsx: 'tsx',
  py: 'python',
  pyi: 'python',
  java: 'java',
  go: 'go',
  rb: 'ruby',
  rake: 'ruby',
  php: 'php',
  cs: 'c-sharp',
  rs: 'rust',
  ex: 'elixir',
  exs: 'elixir',
  kt: 'kotlin',
}

/** Extension in lower case, without the dot; empty where there is none. */
export function extensionOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1)
  const dot = name.lastIndexOf('.')
  return dot <= 0 ? '' : name.slice(dot + 1).toLowerCase()
}

/** The language of a path by its extension, or undefined where no grammar reads it. */
export function languageOf(path: string): Language | undefined {
  const extension = extensionOf(path)
  return Object.hasOwn(BY_EXTENSION, extension) ? BY_EXTENSION[extension] : undefined
}

/** Globs of every file that `languageOf` knows as one of `languages`. */
export function globsOf(languages: readonly Language[]): string[] {
  return Object.entries(BY_EXTENSION)
    .filter(([, language]) => languages.includes(language))
    .map(([extension]) => `**/*.${extension}`)
}
