import { defineRule } from '../../../src/model/index.ts'
import type { Directive } from '../../../src/parse/nginx/index.ts'
import { type Mistake, mistakesIn, NGINX, nginxOptions } from '../nginx/configurations.ts'

export default defineRule({
  title: 'Location that leads out of its folder',
  level: 'error',
  confidence: 'high',
  status: 'stable',
  module: 13,
  cwe: [22],
  files: NGINX,
  options: nginxOptions,
  check: (context) => mistakesIn(context, traversals),
})

/** `location /files { alias /srv/files/; }`: `/files../secret` is `/srv/files/../secret`. */
function* traversals({ name, args, block }: Directive): Generator<Mistake> {
  const prefix = args.at(-1) ?? ''
  const isPrefix = args.length === 1 || (args.length === 2 && args[0] === '^~')
  if (name !== 'location' || !isPrefix || prefix.endsWith('/') || !prefix.startsWith('/')) return
  for (const directive of block) {
    const [folder = ''] = directive.args
    if (directive.name !== 'alias' || !folder.endsWith('/')) continue
    yield {
      directive,
      words: `alias ${prefix}`,
      message: `\`${prefix}../\` leads out of \`${folder}\`: the location ends without a slash, and its folder with one.`,
      fix: `Write \`location ${prefix}/\`.`,
    }
  }
}
