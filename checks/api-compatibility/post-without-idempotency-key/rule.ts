import { z } from 'zod'
import { matcher } from '../../../src/model/index.ts'
import type { Operation } from '../../../src/parse/openapi/operations.ts'
import { newOperations } from '../additions/additions.ts'
import { additionOptions, additionRule } from '../additions/addition-rule.ts'

const options = additionOptions.extend({
  /** Headers that make a request safe to repeat; case does not matter. `X-Request-Id` is none: it names a try, not what is tried. */
  headers: z
    .array(z.string().min(1).max(100))
    .max(20)
    .default(['Idempotency-Key', 'X-Idempotency-Key', 'Idempotent-Key']),
  /** Globs of the paths of the API whose POSTs must take one; empty: where most of the API's others do. */
  paths: z.array(z.string().min(1).max(256)).max(50).default([]),
})

export default additionRule({
  title: 'POST without an idempotency key',
  status: 'preview',
  options,
  fix: 'Take an `Idempotency-Key` header, and answer a repeated key with the first answer.',
  *look(addition, { headers, paths }) {
    const names = new Set(headers.map((name) => name.toLowerCase()))
    const takesOne = ({ parameters }: Operation): boolean =>
      parameters.some((parameter) => parameter.in === 'header' && names.has(parameter.name.toLowerCase()))
    const asked = matcher(paths)
    const known = addition.baseOperations.filter(({ kind, method }) => kind === 'path' && method === 'POST')
    const usual = known.filter(takesOne).length
    const isUsual = paths.length === 0 && usual >= 2 && usual * 2 >= known.length
    for (const operation of newOperations(addition)) {
      if (operation.method !== 'POST' || takesOne(operation)) continue
      if (!isUsual && !asked(operation.path) && !asked(operation.path.slice(1))) continue
      const why = isUsual
        ? `as ${usual} of the ${known.length} other POSTs of this API do`
        : 'as the configuration asks'
      yield { node: operation.node, words: `\`${operation.name}\` takes no idempotency key, ${why}` }
    }
  },
})
