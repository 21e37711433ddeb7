import type { Directive } from '../../../src/parse/nginx/index.ts'
import { ofBlock } from './variables.ts'

/** A host of a request, or a part of its address. */
const GIVEN = /\$\{?(?:http_\w+|arg_\w+|cookie_\w+|host|request_uri|uri|document_uri|\d|[a-z]\w*)\}?/
const PASSES = /^(?:proxy|grpc|fastcgi|uwsgi|scgi)_pass$/
/** Groups of an address, headers, arguments, cookies and the host as the client wrote them. */
const OF_REQUEST = /^\$\{?(?:\d|http_\w+|arg_\w+|cookie_\w+|host)\}?$/

export interface Target {
  /** The variable that says where a request goes on. */
  variable: string
  part: 'scheme' | 'host'
  /** Whether it is what the request says, and not what something else may have set. */
  isGiven: boolean
}

/** Where a directive passes requests on, if a variable decides it. */
export function variableTarget({ name, args }: Directive, around: readonly Directive[]): Target | undefined {
  const [target = ''] = args
  if (!PASSES.test(name)) return undefined
  const [, scheme = '', written = ''] = /^(?:([^:/]*):\/\/)?([^/]*)/.exec(target) ?? []
  const host = withoutPath(written)
  const variable = GIVEN.exec(scheme)?.[0] ?? GIVEN.exec(host)?.[0]
  if (variable === undefined || isSetHere(variable, around)) return undefined
  // Only redirects of nginx itself get there.
  if (around.some((one) => ofBlock(one, isInternal)) && !/^\$\d$/.test(variable)) return undefined
  return { variable, part: GIVEN.test(scheme) ? 'scheme' : 'host', isGiven: OF_REQUEST.test(variable) }
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
