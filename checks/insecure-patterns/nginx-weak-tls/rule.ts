import { defineRule } from '../../../src/model/index.ts'
import type { Directive } from '../../../src/parse/nginx/index.ts'
import { type Mistake, mistakesIn, NGINX, nginxOptions } from '../nginx/configurations.ts'

const BROKEN = /^(?:SSLv2|SSLv3|TLSv1|TLSv1\.1)$/
const CIPHERS = /(?:^|:)(?!!|-)(?:[\w+-]*[+-])?(?:RC4|MD5|DES|3DES|NULL|aNULL|eNULL|EXP|EXPORT|LOW)\b/

export default defineRule({
  title: 'nginx with a broken version of TLS, or without its checks',
  level: 'warning',
  confidence: 'high',
  status: 'stable',
  module: 13,
  cwe: [327, 295],
  files: NGINX,
  options: nginxOptions,
  check: (context) => mistakesIn(context, weaknesses),
})

function* weaknesses(directive: Directive): Generator<Mistake> {
  const { name, args } = directive
  const broken = args.filter((one) => BROKEN.test(one))
  if (/^(?:proxy_|grpc_)?ssl_protocols$/.test(name) && broken.length > 0)
    yield {
      directive,
      words: name,
      message: `\`${name}\` allows ${broken.join(', ')}, which ${broken.length === 1 ? 'is' : 'are'} broken.`,
      fix: `Write \`${name} TLSv1.2 TLSv1.3;\`.`,
    }
  const [ciphers = ''] = args
  if (/^(?:proxy_|grpc_)?ssl_ciphers$/.test(name) && CIPHERS.test(ciphers))
    yield {
      directive,
      words: name,
      message: `\`${name}\` allows ciphers that are broken, or none.`,
      fix: 'Take the list of a current guide (ssl-config.mozilla.org), or leave the choice to the library.',
    }
  if (/^(?:proxy|grpc|uwsgi)_ssl_verify$/.test(name) && args[0] === 'off')
    yield {
      directive,
      words: name,
      message: 'Any certificate of the server behind is accepted.',
      fix: `Write \`${name} on;\`, with the authority in \`${name.replace('verify', 'trusted_certificate')}\`.`,
    }
}
