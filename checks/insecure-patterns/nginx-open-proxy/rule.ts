import { defineRule } from '../../../src/model/index.ts'
import type { Directive } from '../../../src/parse/nginx/index.ts'
import { type Mistake, mistakesIn, NGINX, nginxOptions } from '../nginx/configurations.ts'
import { variableTarget } from '../nginx/targets.ts'

export default defineRule({
  title: 'Proxy whose target the request names',
  level: 'warning',
  confidence: 'high',
  status: 'stable',
  module: 13,
  cwe: [918, 441],
  files: NGINX,
  options: nginxOptions,
  check: (context) => mistakesIn(context, targets),
})

function* targets(directive: Directive, around: readonly Directive[]): Generator<Mistake> {
  const found = variableTarget(directive, around)
  if (!found || !found.isGiven) return
  const [target = ''] = directive.args
  yield {
    directive,
    words: `${directive.name} ${target}`,
    message: `Whoever sends a request chooses where it goes on: \`${found.variable}\` is a part of the ${found.part} in \`${target}\`.`,
    fix: 'Name the servers in an `upstream`, choose one by a `map` of known values, and mark locations for redirects `internal`.',
  }
}
