import { defineRule } from '../../../src/model/index.ts'
import type { Directive } from '../../../src/parse/nginx/index.ts'
import { type Mistake, mistakesIn, NGINX, nginxOptions } from '../nginx/configurations.ts'

export default defineRule({
  title: 'Host of the request believed',
  level: 'note',
  confidence: 'medium',
  status: 'preview',
  module: 13,
  cwe: [290, 644],
  files: NGINX,
  options: nginxOptions,
  check: (context) => mistakesIn(context, hosts),
})

function* hosts(directive: Directive): Generator<Mistake> {
  const isHost = directive.name === 'proxy_set_header' && directive.args[0]?.toLowerCase() === 'host'
  const text = directive.args.join(' ')
  const variable = (isHost ? /\$\{?(?:http_\w+|arg_\w+|cookie_\w+)\}?/ : /\$\{?http_host\b\}?/).exec(
    text,
  )?.[0]
  if (variable === undefined || /^(?:log_format|map|access_log|if)$/.test(directive.name)) return
  yield {
    directive,
    words: `${directive.name} http_host`,
    message: `\`${variable}\` is what the client wrote, also where it differs from the server that nginx chose: links, caches and checks behind believe it.`,
    fix: 'Use `$host` with a `server_name` that names your hosts, and a default server that answers 444.',
  }
}
