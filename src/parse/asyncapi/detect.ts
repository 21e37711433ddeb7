import { isMapping, valueAt } from '../openapi/node.ts'

const MARK = /(?:^|[{,\n])[ \t]*["']?asyncapi["']?[ \t]*:[ \t]*["']?[23]\.\d/

/** Whether a text claims to be an AsyncAPI document. Cheap; asked of every changed JSON and YAML file. */
export function looksLikeAsyncApi(text: string): boolean {
  // The word first: at every comma of a large file the expression would begin anew.
  return text.includes('asyncapi') && MARK.test(text)
}

/** The major version of a parsed document. */
export function asyncVersionOf(value: unknown): 2 | 3 | undefined {
  if (!isMapping(value)) return undefined
  const version = valueAt(value, 'asyncapi')
  const text = typeof version === 'string' || typeof version === 'number' ? String(version) : ''
  return /^2\.\d/.test(text) ? 2 : /^3\.\d/.test(text) ? 3 : undefined
}
