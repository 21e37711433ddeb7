import { defineRule } from '../../../src/model/index.ts'
import type { Directive } from '../../../src/parse/nginx/index.ts'
import { type Mistake, mistakesIn, NGINX, nginxOptions } from '../nginx/configurations.ts'
import { ofBlock } from '../nginx/variables.ts'

/** A host of a request, or a part of its address. */
const GIVEN = /\$\{?(?:http_\w+|arg_\w+|cookie_\w+|host|request_uri|uri|document_uri|\d|[a-z]\w*)\}?/
const PASSES = /^(?:proxy|grpc|fastcgi|uwsgi|scgi)_pass$/

export default defineRule({
  title: 'Proxy whose target the request names',
  level: 'warning',
  confidence: 'medium',
  status: 'preview',
  module: 13,
  cwe: [918, 441],
  files: NGINX,
  options: nginxOptions,
  check: (context) => mistakesIn(context, targets),
})

function* targets({ name, args, ...directive }: Directive, around: readonly Directive[]): Generator<Mistake> {
  const [target = ''] = args
  if (!PASSES.test(name)) return
  const [, scheme = '', written = ''] = /^(?:([^:/]*):\/\/)?([^/]*)/.exec(target) ?? []
  const host = withoutPath(written)
  const variable = GIVEN.exec(scheme)?.[0] ?? GIVEN.exec(host)?.[0]
  if (variable === undefined || isSetHere(variable, around)) return
  // Only redirects of nginx itself get there.
  if (around.some((one) => ofBlock(one, isInternal)) && !/^\$\d$/.test(variable)) return
  yield {
    directive: { name, args, ...directive },
    words: `${name} ${target}`,
    message: `Whoever sends a request chooses where it goes on: \`${variable}\` is a part of the ${GIVEN.test(scheme) ? 'scheme' : 'host'} in \`${target}\`.`,
    fix: 'Name the servers in an `upstream`, choose one by a `map` of known values, and mark locations for redirects `internal`.',
  }
}

/** `http://app$request_uri`: these begin with a slash, so that the host ends before them. */
const withoutPath = (text: string): string =>
  text.replace(/(?<=.)\$\{?(?:request_uri|uri|document_uri)\b.*$/, '')

/** `set $backend name:8080;` is how names are looked up again after a time. */
function isSetHere(variable: string, around: readonly Directive[]): boolean {
  const name = `$${variable.replace(/[${}]/g, '')}`
  return around.some((one) => ofBlock(one, namesSet).has(name))
}

const namesSet = ({ block }: Directive): Set<string> =>
  new Set(
    block.flatMap(({ name, args: [variable = '', value = ''] }) =>
      name === 'set' && !withoutPath(value).includes('$') ? [variable] : [],
    ),
  )

const isInternal = ({ block }: Directive): boolean => block.some(({ name }) => name === 'internal')
