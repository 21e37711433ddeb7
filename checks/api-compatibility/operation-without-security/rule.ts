import { z } from 'zod'
import { child, entries, items } from '../../../src/parse/openapi/node.ts'
import type { Operation } from '../../../src/parse/openapi/operations.ts'
import { newOperations } from '../additions/additions.ts'
import { additionOptions, additionRule } from '../additions/addition-rule.ts'

const options = additionOptions.extend({
  /** Words in a path or operationId (no regular expressions) that mark an operation as open to everyone. */
  public: z
    .array(z.string().min(1).max(100))
    .max(200)
    .default(
      'auth authenticate authorize authorization callback captcha challenge config discovery docs favicon forgot health healthcheck healthz heartbeat hook hooks info invitation invite jwks jwt keys license live liveness livez locale login logout metrics oauth oauth2 oidc openapi password ping public ready readiness readyz recover recovery refresh register registration reset robots saml session sessions setup signin signup sso status swagger terms time token tokens unsubscribe verify version versions webhook webhooks wellknown'.split(
        ' ',
      ),
    ),
})

export default additionRule({
  title: 'New operation without security',
  status: 'preview',
  options,
  fix: 'Name the security scheme it needs. Where everybody may call it, say so with `security: []`.',
  *look(addition, { public: words }) {
    const open = new Set(words.map((word) => word.toLowerCase()))
    const root = child(addition.head.root, 'security')
    // Where the whole description says what is needed, or nothing does, there is nothing to be forgotten.
    if (root && items(root).length > 0) return
    const others = (
      addition.base ? addition.baseOperations : addition.operations.map(({ operation }) => operation)
    ).filter(({ kind }) => kind === 'path')
    const secured = others.filter(isSecured).length
    if (secured < 2 || secured * 2 < others.length) return
    for (const operation of newOperations(addition)) {
      if (operation.security.node?.parent?.value === operation.node.value) continue
      if (isSecured(operation) || operation.method === 'OPTIONS' || isPublic(operation, open)) continue
      const words = `\`${operation.name}\` needs no credentials, unlike ${secured} of the ${others.length} other operations of this API`
      yield { node: operation.node, words }
    }
  },
})

/** Credentials may also be described as what they are sent in. */
function isSecured({ security, parameters, node }: Operation): boolean {
  if (security.alternatives.some(({ schemes }) => schemes.size > 0)) return true
  if (entries(node).some(([key]) => /^x-.*(?:auth|security)/i.test(key))) return true
  return parameters.some(
    ({ name, in: place }) =>
      ['header', 'cookie', 'query'].includes(place) &&
      /^authorization$|token$|api[-_]?key$|^x-.*(?:auth|key|signature)/i.test(name),
  )
}

function isPublic({ path, node }: Operation, open: ReadonlySet<string>): boolean {
  const id = entries(node).find(([key]) => key === 'operationId')?.[1].value
  const text = `${path} ${typeof id === 'string' ? id : ''}`
  const words = text
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace('.well-known', 'wellknown')
    .toLowerCase()
  return words.split(/[^a-z0-9]+/).some((word) => open.has(word))
}
