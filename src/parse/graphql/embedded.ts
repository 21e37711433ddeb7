import { looksLikeSdl } from './detect.ts'

const TEMPLATE =
  /(?:\b(?:gql|graphql|buildSchema)\s*\(?\s*|\/\*\s*GraphQL\s*\*\/\s*)`((?:[^`\\]|\\[\s\S])*)`/g
const INTERPOLATION = /\$\{[^{}]*\}/g
const TESTS = /(?:^|\/)(?:tests?|e2e|spec|examples?)\/|\.(?:test|spec|stories)\.[cm]?[jt]sx?$/

/** Whether code at this path may define a schema that somebody is served. */
export function mayEmbedSchema(path: string): boolean {
  return !TESTS.test(path)
}

/**
 * The type system that stands in a module's template literals: a text of the same length, with everything else
 * blank, so that places in it are places in the module. Undefined where there is none.
 */
export function embeddedSdl(code: string): string | undefined {
  if (!code.includes('`')) return undefined
  let sdl = ''
  for (const match of code.matchAll(TEMPLATE)) {
    const [whole, template = ''] = match
    if (!looksLikeSdl(`\n${template}`)) continue
    const start = match.index + whole.length - template.length - 1
    sdl += blank(code.slice(sdl.length, start))
    // What is put in at run time is unknown; so are the two characters of an escape.
    sdl += template.replace(INTERPOLATION, blank).replaceAll('\\`', '  ')
  }
  return sdl === '' ? undefined : sdl + blank(code.slice(sdl.length))
}

function blank(text: string): string {
  return text.replace(/[^\r\n]/g, ' ')
}
