import { defineRule } from '../../../src/model/index.ts'
import type { Directive } from '../../../src/parse/nginx/index.ts'
import { type Mistake, mistakesIn, NGINX, nginxOptions } from '../nginx/configurations.ts'

export default defineRule({
  title: 'Proxy that passes on any upgrade',
  level: 'note',
  confidence: 'medium',
  status: 'preview',
  module: 13,
  cwe: [444],
  files: NGINX,
  options: nginxOptions,
  check: (context) => mistakesIn(context, upgrades),
})

function* upgrades(directive: Directive): Generator<Mistake> {
  const [header = '', value = ''] = directive.args
  if (
    directive.name !== 'proxy_set_header' ||
    header.toLowerCase() !== 'upgrade' ||
    value !== '$http_upgrade'
  )
    return
  yield {
    directive,
    words: 'upgrade',
    message:
      'Any upgrade is passed on: with `Upgrade: h2c` a client speaks to the server behind past every location and rule of this one.',
    fix: 'Pass on websockets alone: `proxy_set_header Upgrade websocket;`, in the locations that have them.',
  }
}
