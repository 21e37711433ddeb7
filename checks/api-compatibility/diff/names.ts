import type { Operation } from '../../../src/parse/openapi/operations.ts'
import { child, stringAt } from '../../../src/parse/openapi/node.ts'
import type { Exchange } from './exchange.ts'
import { quote } from './naming.ts'

/** Generated clients name their methods after `operationId`. */
export function compareOperationId(exchange: Exchange, base: Operation, head: Operation): void {
  const before = child(base.node, 'operationId')
  if (typeof before?.value !== 'string') return
  const after = child(head.node, 'operationId')
  if (before.value === after?.value) return
  exchange.report({
    kind: 'operation-id-changed',
    level: 'warning',
    side: after ? 'head' : 'base',
    node: after ?? before,
    other: after ? before : head.node,
    words: after
      ? `\`operationId\` changes from ${quote(before.value)} to ${quote(stringAt(head.node, 'operationId'))}: methods of generated clients are renamed`
      : `\`operationId\` ${quote(before.value)} is removed: methods of generated clients are renamed`,
  })
}
