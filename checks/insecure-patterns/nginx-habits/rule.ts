import { defineRule } from '../../../src/model/index.ts'
import type { Directive } from '../../../src/parse/nginx/index.ts'
import { type Mistake, mistakesIn, NGINX, nginxOptions } from '../nginx/configurations.ts'

interface Habit {
  name: RegExp
  args: RegExp
  message: string
  fix: string
}

const HABITS: readonly Habit[] = [
  {
    name: /^rewrite$/,
    args: /^\S+ \/\S* (?:redirect|permanent)$/,
    message:
      'The redirect is written for the scheme that nginx sees: behind something that ends TLS it leads to plain HTTP.',
    fix: 'Write the whole address: `https://$host/…`.',
  },
  {
    name: /^(?:return|rewrite)$/,
    args: /(?:^|\s)http:\/\/(?!127\.|localhost)/,
    message: 'The redirect leads to plain HTTP, which can be read and changed on its way.',
    fix: 'Redirect to `https://`.',
  },
  {
    name: /^server_tokens$/,
    args: /^on$/,
    message: 'Every answer names the version of nginx.',
    fix: 'Write `server_tokens off;`.',
  },
  {
    name: /^autoindex$/,
    args: /^on$/,
    message: 'Everybody sees the names of all files of the folder.',
    fix: 'Leave it out.',
  },
  {
    name: /^valid_referers$/,
    args: /(?:^|\s)none(?:\s|$)/,
    message: 'Requests without a referrer pass: any page can leave it out.',
    fix: 'Leave `none` out, and do not count on the referrer.',
  },
  {
    name: /^merge_slashes$/,
    args: /^off$/,
    message: 'With two slashes an address passes by the locations that guard it.',
    fix: 'Leave it out.',
  },
  {
    name: /^add_header$/,
    args: /^access-control-allow-origin (?:["']?\*|["']?\$http_origin)/i,
    message: 'Every site may read the answers.',
    fix: 'Name the origins, by a `map` of those that are allowed.',
  },
  {
    name: /^ssl_prefer_server_ciphers$/,
    args: /^never$/,
    message: 'Clients choose the cipher.',
    fix: 'Leave it out.',
  },
  {
    name: /^root$/,
    args: /^["']?\/(?:etc(?:\/nginx)?|root|var|home|usr|proc)?\/?["']?$/,
    message: 'The files of the system are served.',
    fix: 'Serve a folder that holds nothing else.',
  },
  {
    name: /^user$/,
    args: /^root\b/,
    message: 'Workers run as root.',
    fix: 'Use a user of their own.',
  },
]

export default defineRule({
  title: 'Setting of nginx that says or allows too much',
  level: 'note',
  confidence: 'medium',
  status: 'preview',
  module: 13,
  cwe: [16, 319, 601],
  files: NGINX,
  options: nginxOptions,
  check: (context) => mistakesIn(context, habits),
})

function* habits(directive: Directive): Generator<Mistake> {
  const args = directive.args.join(' ')
  for (const { name, args: expected, message, fix } of HABITS)
    if (name.test(directive.name) && expected.test(args))
      yield { directive, words: `${directive.name} ${args}`, message, fix }
  if (directive.name === 'server') yield* withoutTls(directive)
}

/** A server with TLS that leaves the versions to the library. */
function* withoutTls(server: Directive): Generator<Mistake> {
  const isTls = server.block.some(({ name, args }) => name === 'listen' && args.includes('ssl'))
  if (!isTls || server.block.some(({ name }) => name === 'ssl_protocols' || name === 'include')) return
  yield {
    directive: { ...server, end: server.start + 'server'.length },
    words: 'ssl_protocols',
    message: 'Nothing says which versions of TLS are allowed: before nginx 1.23.4 broken ones are.',
    fix: 'Write `ssl_protocols TLSv1.2 TLSv1.3;`.',
  }
}
