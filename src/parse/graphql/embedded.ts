import { looksLikeRequests, looksLikeSdl } from './detect.ts'

const OPENING = /(?:\b(?:gql|graphql|buildSchema)\s*(?:\(\s*)?|\/\*\s*GraphQL\s*\*\/\s*)`/g
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
  return embedded(code, (template) => looksLikeSdl(`\n${template}`))
}

/** The requests of a client that stand in a module's template literals, in the same way. */
export function embeddedRequests(code: string): string | undefined {
  return embedded(code, (template) => looksLikeRequests(template))
}

function embedded(code: string, wanted: (template: string) => boolean): string | undefined {
  if (!code.includes('`')) return undefined
  let document = ''
  for (const { index, 0: opening } of code.matchAll(OPENING)) {
    const start = index + opening.length
    // Inside a template that was read already.
    if (start < document.length) continue
    const template = code.slice(start, endOfTemplate(code, start))
    if (!wanted(template)) continue
    document += blank(code.slice(document.length, start))
    // What is put in at run time is unknown; so are the two characters of an escape.
    document += template.replace(INTERPOLATION, blank).replaceAll('\\`', '  ')
  }
  return document === '' ? undefined : document + blank(code.slice(document.length))
}

function endOfTemplate(code: string, from: number): number {
  for (let at = from; at < code.length; at++) {
    if (code[at] === '\\') at++
    else if (code[at] === '`') return at
  }
  return code.length
}

function blank(text: string): string {
  return text.replace(/[^\r\n]/g, ' ')
}
