import { defineRule } from '../../../src/model/index.ts'
import type { Directive } from '../../../src/parse/nginx/index.ts'
import { type Mistake, mistakesIn, NGINX, nginxOptions } from '../nginx/configurations.ts'
import { ofBlock } from '../nginx/variables.ts'

/** Headers that protect; without another a page works as well. */
const PROTECTS =
  /^(?:x-frame-options|x-content-type-options|x-xss-protection|x-permitted-cross-domain-policies|content-security-policy(?:-report-only)?|strict-transport-security|referrer-policy|permissions-policy|cross-origin-\w+-policy|cache-control|pragma|expires|clear-site-data)$/

export default defineRule({
  title: 'Headers that a block takes away',
  level: 'note',
  confidence: 'high',
  status: 'stable',
  module: 13,
  cwe: [16, 693],
  files: NGINX,
  options: nginxOptions,
  check: (context) => mistakesIn(context, lost),
})

/** `add_header` in a block puts all of the blocks around it out of force. */
function* lost(directive: Directive, around: readonly Directive[]): Generator<Mistake> {
  const own = headersOf(directive)
  if (own.length === 0) return
  const outer = around.findLast((one) => headersOf(one).length > 0)
  const kept = new Set(own.map(nameOf))
  const missing = outer
    ? headersOf(outer)
        .map(nameOf)
        .filter((name) => PROTECTS.test(name) && !kept.has(name))
    : []
  if (missing.length === 0) return
  for (const header of own)
    yield {
      directive: header,
      words: `add_header ${nameOf(header)}`,
      message: `\`add_header\` here takes away what is added around it: ${missing.slice(0, 5).join(', ')}.`,
      fix: 'Repeat those headers in this block (an `include` keeps them in one place), or set `add_header_inherit merge;` where nginx is new enough.',
    }
}

/** Beyond these nobody adds any. */
const MAX_HEADERS = 100

const headersOf = (block: Directive): Directive[] => ofBlock(block, addedIn)

const addedIn = ({ block }: Directive): Directive[] =>
  block.filter(({ name }) => name === 'add_header').slice(0, MAX_HEADERS)

const nameOf = ({ args: [name = ''] }: Directive): string => name.toLowerCase()
