import type { Response } from '../../../src/parse/openapi/content.ts'
import { child } from '../../../src/parse/openapi/node.ts'
import { canonical } from '../../../src/parse/openapi/keywords.ts'
import type { Exchange } from './exchange.ts'
import { quote } from './naming.ts'

/** What a client does with a link besides calling its target. */
const FIELDS = ['parameters', 'requestBody', 'server'] as const

/**
 * Links to other operations: clients that follow them by name find nothing, or something else (OpenAPI 3.1 section
 * 4.8.20).
 */
export function compareLinks(exchange: Exchange, base: Response, head: Response): void {
  for (const [name, before] of base.links) {
    const after = head.links.get(name)
    const kind = 'response-link-removed'
    const link = `link ${quote(name)} of \`${base.status}\``
    if (!after) {
      const words = `The ${link} is removed`
      exchange.report({ kind, level: 'warning', side: 'base', node: before.node, other: head.node, words })
      continue
    }
    const [from, to] = [before.definition, after.definition]
    if (before.target !== after.target) {
      exchange.report({
        kind,
        level: 'warning',
        side: 'head',
        node: child(to, 'operationId') ?? child(to, 'operationRef') ?? after.node,
        other: from,
        detail: 'target',
        words: `The ${link} leads to ${quote(after.target)} instead of ${quote(before.target)}`,
      })
    }
    for (const field of FIELDS) {
      const [old, fresh] = [child(from, field), child(to, field)]
      if (canonical(old?.value) === canonical(fresh?.value)) continue
      exchange.report({
        kind,
        level: 'warning',
        side: fresh ? 'head' : 'base',
        node: fresh ?? old ?? after.node,
        other: fresh ? (old ?? from) : to,
        detail: field,
        words: `The ${link} is followed with other values (\`${field}\`) than before`,
      })
    }
  }
}
