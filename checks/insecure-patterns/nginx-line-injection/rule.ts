import { defineRule } from '../../../src/model/index.ts'
import type { Directive } from '../../../src/parse/nginx/index.ts'
import { type Mistake, mistakesIn, NGINX, nginxOptions } from '../nginx/configurations.ts'
import { expressionsAround, mayHoldLineBreak } from '../nginx/variables.ts'

const WRITES = /^(?:add_header|proxy_set_header|proxy_pass|more_set_headers|more_set_input_headers)$/
/** `$uri` and `$document_uri` are decoded: `%0d%0a` is a line break in them. */
const DECODED = /\$\{?(?:uri|document_uri)\b\}?/
const GROUP = /\$\{?(?:\d|[a-z]\w*)\}?/g

export default defineRule({
  title: 'Line break of a request that reaches a header',
  level: 'warning',
  confidence: 'high',
  status: 'stable',
  module: 13,
  cwe: [93, 113],
  files: NGINX,
  options: nginxOptions,
  check: (context) => mistakesIn(context, injections),
})

function* injections(directive: Directive, around: readonly Directive[]): Generator<Mistake> {
  const { name, args } = directive
  const text = writtenBy(name, args)
  if (text === undefined) return
  const decoded = DECODED.exec(text)?.[0]
  const expressions = expressionsAround(around)
  const variable = decoded ?? text.match(GROUP)?.find((one) => mayHoldLineBreak(one, expressions))
  if (variable === undefined) return
  yield {
    directive,
    words: `${name} ${variable}`,
    message: `\`${variable}\` is decoded: with \`%0d%0a\` in the address a client writes headers of its own.`,
    fix:
      decoded === undefined
        ? 'Leave line breaks out of the group: `[^/\\s]` for `[^/]`.'
        : 'Use `$request_uri`, which is as the client sent it.',
  }
}

/** What a directive writes into a message. */
function writtenBy(name: string, args: readonly string[]): string | undefined {
  if (WRITES.test(name)) return name === 'proxy_pass' ? args[0] : args.slice(1).join(' ')
  if (name === 'return')
    return /^30[12378]$/.test(args[0] ?? '') ? args[1] : args.length === 1 ? args[0] : undefined
  const isRedirect =
    args[2] === 'redirect' || args[2] === 'permanent' || /^(?:https?:\/\/|\$scheme)/.test(args[1] ?? '')
  return name === 'rewrite' && isRedirect && DECODED.test(args[1] ?? '') ? args[1] : undefined
}
