/** What looks like a path and is the type of a document. */
const MEDIA_TYPE = /^(?:application|audio|font|image|message|multipart|text|video)\/[\w.+*-]+(?:;.*)?$/

/**
 * Constant segments of a string that is a path or an address, each with its slash: `/api/v1/invoices/{id}` has `/api`,
 * `/v1` and `/invoices`; `/` has itself. Empty for other strings.
 */
export function segmentsOf(text: string): string[] {
  // A file by its name alone.
  if (/^[\w-][\w.-]{0,100}\.[a-z]{2,10}$/.test(text)) return [`/${text}`]
  if (!text.includes('/') || text.length > 500 || /[\s<>]/.test(text) || MEDIA_TYPE.test(text)) return []
  const path = text.replace(/^[a-z][a-z+.-]*:\/\/[^/]*/i, '').replace(/[?#].*$/s, '')
  const constant = path.split('/').filter((segment) => isConstant(segment))
  return constant.length > 0 ? constant.map((segment) => `/${segment}`) : path === '/' ? ['/'] : []
}

/**
 * What a route is called by: the last constant segment of its path, where it has none that of what stands before it.
 * @param paths from the innermost outwards, as they are written
 */
export function entryOf(paths: readonly string[]): string {
  for (const path of paths) {
    const last = path.split('/').findLast((segment) => isConstant(segment))
    if (last !== undefined) return `/${last}`
  }
  return '/'
}

/** Neither empty, nor a number, nor with a variable in it: `{id}`, `:id`, `%s`, `$id`, `*`. */
function isConstant(segment: string): boolean {
  return segment !== '' && !/[{}:$%*[\]]|^\d+$|^\.+$/.test(segment)
}
