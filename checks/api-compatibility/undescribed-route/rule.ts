import { defineRule } from '../../../src/model/index.ts'
import { ROUTE_FILES } from '../../../src/parse/routes/index.ts'
import { options, routeChangesOf } from '../code-routes/compare-routes.ts'
import { clip } from '../diff/naming.ts'
import { byPlace, inDescription, listed, nameOf } from '../code-routes/reports.ts'

const LISTED = 5
const MAX_NAME = 200

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
      const item = description.pathItemFor(first.route)
      const wanted = members.map(({ route }) =>
        route.method === 'ANY' ? description.pathFor(route) : `${route.method} ${description.pathFor(route)}`,
      )
      const names = [...new Set(wanted)].slice(0, LISTED).map((name) => `\`${clip(name, MAX_NAME)}\``)
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
            : item
              ? inDescription(description, 'head', 'the path, without this operation', item)
              : inDescription(description, 'head', 'the paths of this API'),
        ],
        subject: routes
          .map((route) => nameOf(route))
          .toSorted()
          .join(', '),
        message: `The code answers ${listed(routes)}, and ${spec} does not describe ${routes.length === 1 ? 'it' : 'them'}.${before}`,
        fix: `Add ${names.join(', ')} under \`paths\` of ${spec} in this change. A route that is no part of the API belongs in the option \`internal-routes\`.`,
      }
    }
  },
})
