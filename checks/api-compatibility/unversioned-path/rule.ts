import { child, entries, items, stringAt } from '../../../src/parse/openapi/node.ts'
import type { Description } from '../../../src/parse/openapi/description.ts'
import type { Operation } from '../../../src/parse/openapi/operations.ts'
import { readServers } from '../../../src/parse/openapi/servers.ts'
import { newOperations } from '../additions/additions.ts'
import { additionOptions, additionRule } from '../additions/addition-rule.ts'

/** `/v1`, `/v2beta1`, `/2024-01`, `/api/1.0`. */
const VERSION =
  /(?:^|[/.-])(?:v\d+(?:[._]\d+)*(?:(?:alpha|beta|rc|p)\d*)*|\d{4}-\d\d(?:-\d\d)?|\d+\.\d+)(?=$|[/.:-])/i
/** Endpoints about the service as such are the same in all versions. */
const OPERATIONAL =
  /(?:^|\/)(?:health\w*|ready\w*|readiness|live\w*|liveness|ping|status|metrics|version|info|openapi[^/]*|swagger[^/]*|docs|favicon[^/]*|robots\.txt|\.well-known|login|logout|oauth2?|callback)(?:\/|$)/i

export default additionRule({
  title: 'API without a version',
  status: 'preview',
  options: additionOptions,
  fix: 'Put a version into the path or the server URL (`/v1`), or say by which header or media type a client asks for one.',
  *look(addition) {
    const { head, base, baseOperations } = addition
    if (isVersionedAsWhole(head)) return
    const fresh = newOperations(addition).filter(({ path }) => !OPERATIONAL.test(path))
    if (!base) {
      const [first] = fresh
      if (!first || fresh.some(isVersioned)) return
      const node = child(head.root, 'paths') ?? head.root
      yield { node, words: 'This new API has no version in its paths, servers, headers or media types' }
      return
    }
    const known = baseOperations.filter(({ kind, path }) => kind === 'path' && !OPERATIONAL.test(path))
    const versioned = known.filter(isVersioned).length
    if (known.length < 3 || versioned * 10 < known.length * 8) return
    for (const operation of fresh) {
      if (isVersioned(operation)) continue
      const words = `Path \`${operation.path}\` has no version, unlike ${versioned} of the ${known.length} other operations of this API`
      yield { node: operation.pathNode, words }
    }
  },
})

function isVersioned({ path, parameters, responses }: Operation): boolean {
  if (VERSION.test(path) || /\{[^}]*version[^}]*\}/i.test(path)) return true
  if (parameters.some(({ name }) => /^(?:x-)?(?:\w+-)*(?:api-?)?version$/i.test(name))) return true
  return responses.some(({ content }) =>
    content.some(({ type }) => /vnd\.[^;]*v\d|;\s*(?:v|version)=/.test(type)),
  )
}

function isVersionedAsWhole(description: Description): boolean {
  const written = items(child(description.root, 'servers')).flatMap((server) => [
    stringAt(server, 'url') ?? '',
    ...entries(child(server, 'variables')).map(([name]) => name),
  ])
  const urls = [...written, ...readServers(description).map(({ url }) => url)]
  return urls.some((url) => VERSION.test(url.replace(/^[a-z]+:\/\//i, '/')) || /version/i.test(url))
}
