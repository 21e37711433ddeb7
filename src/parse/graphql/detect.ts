/** Files that hold GraphQL documents: type systems, or the requests of clients. */
export const GRAPHQL_FILES = ['**/*.{graphql,graphqls,gql,gqls,sdl}'] as const
/** Results of an introspection query. */
export const INTROSPECTION_FILES = ['**/*.json'] as const
/** Code in which a schema may stand as a template literal. */
export const CODE_FILES = ['**/*.{js,cjs,mjs,jsx,ts,cts,mts,tsx}'] as const

/** Files that describe nobody's API: what tests are fed with, and what others brought. */
const NEVER = /(?:^|\/)(?:node_modules|__tests__|__fixtures__|__mocks__|testdata)\//

export function mayBeSchema(path: string): boolean {
  return !NEVER.test(path)
}

const DEFINITION =
  /(?:^|[\n\r}"])[ \t]*(?:extend[ \t]+)?(?:(?:type|interface|input|enum|union|scalar)[ \t]+[_A-Za-z]|schema\b[^\n\r:]*[{@]|directive[ \t]*@)/

/** Whether a text holds definitions of a type system, and not only requests. */
export function looksLikeSdl(text: string): boolean {
  return DEFINITION.test(text)
}

/** Whether a JSON text is the answer to an introspection query. */
export function looksLikeIntrospection(text: string): boolean {
  return text.includes('"__schema"') && text.includes('"queryType"')
}

const REQUEST =
  /(?:^|[\n\r}])[ \t]*(?:(?:query|mutation|subscription)\b[ \t]*\w*\s*[({@]|fragment[ \t]+\w+[ \t]+on\b)/

/** Whether a text holds requests of a client. */
export function looksLikeRequests(text: string): boolean {
  return REQUEST.test(text)
}
