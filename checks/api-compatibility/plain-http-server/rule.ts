import { readServers } from '../../../src/parse/openapi/servers.ts'
import type { Description } from '../../../src/parse/openapi/description.ts'
import { child, items, stringAt, type SpecNode } from '../../../src/parse/openapi/node.ts'
import { additionOptions, additionRule } from '../additions/addition-rule.ts'

export default additionRule({
  title: 'Server without TLS',
  confidence: 'high',
  options: additionOptions,
  fix: 'Serve it over `https` and write that URL.',
  *look({ head, base, operations }) {
    const known = new Set(base ? plainServers(base).map(({ url }) => url) : [])
    const own = operations.flatMap(({ operation, before }) =>
      before ? [] : [operation.node, operation.pathNode].flatMap((node) => serversIn(node)),
    )
    for (const { url, node } of [...plainServers(head), ...own]) {
      if (known.has(url)) continue
      const words = `The server \`${url}\` is called without TLS: everything on the way can be read and changed`
      yield { node, words, detail: url }
    }
  },
})

interface PlainServer {
  url: string
  node: SpecNode
}

function plainServers(description: Description): PlainServer[] {
  if (description.dialect !== 'swagger-2.0')
    return readServers(description).flatMap(({ url, node }) => (isPlain(url) ? [{ url, node }] : []))
  const { root } = description
  const schemes = items(child(root, 'schemes'))
  const plain = schemes.find(({ value }) => value === 'http')
  const host = stringAt(root, 'host')
  // With https beside it, clients have a choice, and generators take the first.
  if (!plain || host === undefined || schemes.some(({ value }) => value === 'https')) return []
  const url = `http://${host}${stringAt(root, 'basePath') ?? ''}`
  return isPlain(url) ? [{ url, node: plain }] : []
}

function serversIn(holder: SpecNode): PlainServer[] {
  return items(child(holder, 'servers')).flatMap((server) => {
    const [url, node] = [stringAt(server, 'url'), child(server, 'url')]
    return url !== undefined && node && isPlain(url) ? [{ url, node }] : []
  })
}

/** Names and addresses that are reached from inside a network only, or are reserved for examples (RFC 2606, 6761). */
const INSIDE =
  /^(?:localhost|127\.|0\.0\.0\.0|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.|\[|[^.]*$)|(?:^|\.)(?:local|localhost|internal|intranet|lan|corp|home|test|invalid|example|svc|cluster\.local|example\.(?:com|org|net))$/

function isPlain(url: string): boolean {
  const host = /^http:\/\/([^/?#]*)/i.exec(url)?.[1]?.toLowerCase()
  if (host === undefined || host === '' || host.includes('{')) return false
  return !INSIDE.test(host.replace(/^.*@/, '').replace(/:\d*$/, ''))
}
