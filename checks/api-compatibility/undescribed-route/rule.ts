import { defineRule } from '../../../src/model/index.ts'
import { ROUTE_FILES } from '../../../src/parse/routes/index.ts'
import { options, routeChangesOf } from '../code-routes/compare-routes.ts'
import { byPlace, inDescription, listed, nameOf } from '../code-routes/reports.ts'

export default defineRule({
  title: 'Route without description',
  level: 'warning',
  confidence: 'medium',
  status: 'preview',
  module: 5,
  files: ROUTE_FILES,
  namesUnread: true,
  // A prefix changes routes that are declared in lines, and files, which were not touched.
  outsideDiff: true,
  options,
  async *check(context) {
    const { undescribed, notLookedAt } = await routeChangesOf(context)
    for (const what of notLookedAt) context.incomplete(what)
    for (const { location, members } of byPlace(context.changeSet, 'head', undescribed)) {
      const routes = members.map(({ route }) => route)
      const [first] = members
      if (!first) continue
      const { description, was } = first
      const spec = description.description.path
      const paths = [...new Set(members.map(({ route }) => description.pathFor(route)))].slice(0, 5)
      const before = was ? ` It was ${nameOf(was.route)}, which is still described.` : ''
      yield {
        location,
        relatedLocations: [
          was
            ? inDescription(
                was.description,
                'head',
                `${was.operation.name}, as before`,
                was.operation.operation.node,
              )
            : inDescription(description, 'head', 'the paths of this API'),
        ],
        subject: routes
          .map((route) => nameOf(route))
          .toSorted()
          .join(', '),
        message: `The code answers ${listed(routes)}, and ${spec} does not describe ${routes.length === 1 ? 'it' : 'them'}.${before}`,
        fix: `Add ${paths.map((path) => `\`${path}\``).join(', ')} under \`paths\` of ${spec} in this change. A route that is no part of the API belongs in the option \`internal-routes\`.`,
      }
    }
  },
})
