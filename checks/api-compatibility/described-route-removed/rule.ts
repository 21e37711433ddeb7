import { defineRule } from '../../../src/model/index.ts'
import { ROUTE_FILES } from '../../../src/parse/routes/index.ts'
import { options, routeChangesOf } from '../code-routes/compare-routes.ts'
import { byPlace, inDescription, listed } from '../code-routes/reports.ts'

export default defineRule({
  title: 'Described route removed from the code',
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
    const { unanswered, notLookedAt } = await routeChangesOf(context)
    for (const what of notLookedAt) context.incomplete(what)
    for (const { location, members } of byPlace(context.changeSet, 'base', unanswered)) {
      const operations = [
        ...new Map(members.map((one) => [one.operation.operation.node.value, one])).values(),
      ]
      const names = [...new Set(operations.map(({ operation }) => operation.name))].toSorted()
      const specs = [...new Set(operations.map(({ description }) => description.description.path))]
      yield {
        location,
        relatedLocations: operations
          .slice(0, 5)
          .map(({ operation, description }) =>
            inDescription(
              description,
              'head',
              `${operation.name} is still described`,
              operation.operation.node,
            ),
          ),
        subject: names.join(', '),
        message: `The code no longer answers ${listed(members.map(({ route }) => route))}, and ${specs.join(', ')} still ${specs.length === 1 ? 'describes' : 'describe'} ${names.length === 1 ? 'it' : 'them'}.`,
        fix: 'Keep the route until its sunset, or remove it from the description in the same change, so that clients learn of it.',
      }
    }
  },
})
