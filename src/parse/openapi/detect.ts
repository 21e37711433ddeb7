import { isMapping, valueAt } from './node.ts'

export type Dialect = 'swagger-2.0' | 'openapi-3.0' | 'openapi-3.1'

const MARK = /(?:^|[{,\n])[ \t]*["']?(?:openapi|swagger)["']?[ \t]*:[ \t]*["']?[23](?![0-9])/

/** Whether a text claims to be an OpenAPI or Swagger description. Cheap; asked of every changed JSON and YAML. */
export function looksLikeDescription(text: string): boolean {
  return MARK.test(text)
}

/** The dialect of a parsed description; 3.2 is read as 3.1, of whose schema dialect it is. */
export function dialectOf(value: unknown): Dialect | undefined {
  if (!isMapping(value)) return undefined
  const swagger = versionAt(value, 'swagger')
  if (/^2(\.0)?$/.test(swagger)) return 'swagger-2.0'
  const openapi = versionAt(value, 'openapi')
  if (/^3\.0(\.|$)|^3$/.test(openapi)) return 'openapi-3.0'
  return /^3\.\d+(\.|$)/.test(openapi) ? 'openapi-3.1' : undefined
}

/** YAML authors write `swagger: 2.0` without quotes, which is a number. */
function versionAt(value: unknown, key: string): string {
  const version = valueAt(value, key)
  return typeof version === 'string' || typeof version === 'number' ? String(version) : ''
}

const FRAGMENT =
  /["']?(?:\$ref|properties|schema|responses|parameters|operationId|allOf|oneOf|anyOf)["']?[ \t]*:|["']?type["']?[ \t]*:[ \t]*["']?(?:string|integer|number|boolean|array|object)\b/

/** Files that never are part of a description, by name: asking about them would cost a search of the tree. */
const NEVER =
  /(?:^|\/)(?:node_modules|\.github|\.gitlab|\.vscode|\.idea)\/|(?:^|\/)(?:package(?:-lock)?|composer|tsconfig[^/]*|angular|renovate|lerna|nx|project)\.json$|(?:^|\/)(?:pnpm-lock|docker-compose[^/]*|compose|mkdocs|\.[^/]+)\.ya?ml$/

/** Whether a file of this name may belong to a description at all. */
export function mayBelong(path: string): boolean {
  return !NEVER.test(path)
}

/** Whether a text may be a part of a description that another file refers to. */
export function looksLikeFragment(path: string, text: string): boolean {
  return mayBelong(path) && FRAGMENT.test(text)
}
