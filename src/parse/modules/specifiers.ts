import { parseSync } from 'oxc-parser'

/** Beyond this a file is generated or minified, and is left out of the graph. */
const MAX_LENGTH = 2_000_000

/** A relative path in quotes: what `require`, `new URL`, `fork` and `mock` are given. */
const RELATIVE = /(['"`])(\.{1,2}\/[^'"`\n$]{1,300})\1/g
/** `require('name')` and its kin, which module records do not list. */
const REQUIRED = /\b(?:require|require\.resolve|import)\(\s*(['"`])([^'"`\n$]{1,300})\1/g

/**
 * Every module specifier of a JavaScript or TypeScript file: imports, re-exports, dynamic imports, requires,
 * and relative paths in strings, since tests also start programs by their path. Type-only imports count not.
 * A file that does not parse gives what its text shows.
 */
export function moduleSpecifiers(path: string, text: string): string[] {
  if (text.length > MAX_LENGTH) return []
  const found = new Set<string>()
  try {
    const { module } = parseSync(path, text)
    for (const { entries, moduleRequest } of module.staticImports) {
      if (entries.length === 0 || entries.some((entry) => !entry.isType)) found.add(moduleRequest.value)
    }
    for (const { entries } of module.staticExports) {
      for (const { isType, moduleRequest } of entries)
        if (moduleRequest && !isType) found.add(moduleRequest.value)
    }
  } catch {
    // The expressions below are all that is left to go by.
  }
  for (const pattern of [RELATIVE, REQUIRED]) {
    for (const match of text.matchAll(pattern)) found.add(match[2] ?? '')
  }
  return [...found]
}
