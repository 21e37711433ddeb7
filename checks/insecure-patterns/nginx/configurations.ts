import { z } from 'zod'
import { changesLines, matcher, type Report, type RuleContext } from '../../../src/model/index.ts'
import { type Directive, readNginx, type ReadNginx } from '../../../src/parse/nginx/index.ts'
import { TEST_GLOBS } from '../engine/definition.ts'

export const NGINX = [
  '**/nginx*.conf',
  '**/*nginx*/**/*.conf',
  '**/*.nginx',
  '**/sites-{available,enabled}/*',
  '**/nginx*.conf.template',
]

/** Options of rules about nginx. */
export const nginxOptions = z.strictObject({
  exclude: z
    .array(z.string())
    .default([...TEST_GLOBS])
    .describe('Paths that are not looked at.'),
})

export interface Mistake {
  directive: Directive
  words: string
  message: string
  fix: string
}

/** Reports what `find` says of each directive of the changed files, where the change wrote it. */
export async function* mistakesIn(
  context: RuleContext<z.output<typeof nginxOptions>>,
  find: (directive: Directive, around: readonly Directive[]) => Iterable<Mistake>,
): AsyncGenerator<Report, void> {
  for (const change of context.changes) {
    if (context.signal.aborted) return
    if (change.status === 'removed' || change.added.length === 0) continue
    if (matcher(context.optionsFor(change.path).exclude)(change.path)) continue
    const read = await context.shared(`nginx ${change.path}`, async (): Promise<ReadNginx | undefined> => {
      const content = await context.changeSet.head.read(change.path)
      if (content.kind === 'unread') return { kind: 'unread', detail: content.detail ?? content.reason }
      // Templates of Jinja, ERB and Go hold what is no configuration yet; Apache keeps its sites in folders of the same name.
      return /\{\{|\{%|<%|<(?:VirtualHost|Directory|IfModule)\b/.test(content.text)
        ? undefined
        : readNginx(content.text)
    })
    if (read === undefined) continue
    if (read.kind === 'unread') {
      context.incomplete(`${change.path}: ${read.detail}`)
      continue
    }
    for (const { directive, around } of walk(read.directives, [rootOf(read.directives)])) {
      for (const { directive: at, words, message, fix } of find(directive, around)) {
        const region = read.source.region(at.start, at.end)
        if (changesLines(change, 'head', region))
          yield { location: { side: 'head', path: change.path, region }, subject: words, message, fix }
      }
    }
  }
}

/** What stands outside of every block: files are often included into one. */
const rootOf = (block: Directive[]): Directive => ({ name: '', args: [], start: 0, end: 0, block })

/** Every directive, with the blocks that it stands in, the innermost last. */
function* walk(
  directives: readonly Directive[],
  around: readonly Directive[],
): Generator<{ directive: Directive; around: readonly Directive[] }> {
  for (const directive of directives) {
    yield { directive, around }
    if (directive.block.length > 0) yield* walk(directive.block, [...around, directive])
  }
}
