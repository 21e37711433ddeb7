import { z } from 'zod'
import { changesLines, defineRule, matcher } from '../../../src/model/index.ts'
import { TEST_GLOBS } from '../engine/definition.ts'
import { FORMS } from './forms.ts'

/** Characters of a line that are looked at: a template has no longer ones, what a tool wrote has. */
const LONGEST_LINE = 2_000

export default defineRule({
  title: 'Template that escapes nothing here',
  level: 'note',
  confidence: 'low',
  status: 'preview',
  module: 7,
  cwe: [79, 116],
  files: [
    '**/*.{erb,rhtml,slim,haml,ejs,blade.php,cshtml,razor,jsp,jspx,jspf,tag,hbs,handlebars,mustache,pug,jade,twig}',
    '**/*.{html,htm,jinja,jinja2,j2,njk,vue,svelte}',
  ],
  options: z.strictObject({
    exclude: z
      .array(z.string())
      .default([...TEST_GLOBS])
      .describe('Paths that are not looked at.'),
  }),
  async *check(context) {
    for (const change of context.changes) {
      if (context.signal.aborted) return
      if (change.status === 'removed' || change.added.length === 0) continue
      if (matcher(context.optionsFor(change.path).exclude)(change.path)) continue
      const content = await context.changeSet.head.read(change.path)
      if (content.kind === 'unread') {
        context.incomplete(`${change.path}: ${content.detail ?? content.reason}`)
        continue
      }
      const forms = FORMS.filter(({ files }) => files(change.path))
      for (const [index, text] of content.text.split('\n').entries()) {
        const region = { startLine: index + 1, endLine: index + 1 }
        if (!changesLines(change, 'head', region)) continue
        const line = text.slice(0, LONGEST_LINE)
        const form = forms.find(({ pattern }) => pattern.test(line))
        if (!form) continue
        const { message, fix } = form
        yield {
          location: { side: 'head', path: change.path, region },
          subject: `${message} ${line.trim()}`,
          message,
          fix,
        }
      }
    }
  },
})
