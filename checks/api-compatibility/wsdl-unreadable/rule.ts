import { defineRule } from '../../../src/model/index.ts'
import { attributeAt } from '../../../src/parse/xml/element.ts'
import { clip } from '../diff/naming.ts'
import { contractOptions, contractsOf } from '../wsdl-diff/contract-rule.ts'
import { FILES } from '../wsdl-diff/find-contracts.ts'

export default defineRule({
  title: 'WSDL or XML Schema unreadable',
  level: 'error',
  confidence: 'high',
  status: 'stable',
  module: 5,
  files: FILES,
  namesUnread: true,
  outsideDiff: true,
  options: contractOptions,
  async *check(context) {
    const { unreadable, dead, notLookedAt } = await contractsOf(context)
    for (const what of notLookedAt) context.incomplete(what)
    const key = ({ path, message }: { path: string; message: string }): string => `${path} ${message}`
    const before = new Set(unreadable.filter(({ side }) => side === 'base').map(key))
    const after = new Set(unreadable.filter(({ side }) => side === 'head').map(key))
    for (const part of unreadable) {
      const { side, path, message, region } = part
      // What was broken before and still is, is said once.
      if (side === 'base' && after.has(key(part))) continue
      // A warning alone would let the check pass.
      if (side === 'base' || before.has(key(part)))
        context.incomplete(`${path} was not compared: it ${message}`)
      yield {
        location: { side, path, region: region ?? { startLine: 1, endLine: 1 } },
        subject: message,
        // Nobody is to be stopped for what a contract was before.
        level: side === 'base' || before.has(key(part)) ? 'warning' : 'error',
        message: `${path} ${side === 'base' ? '(before the change) ' : ''}${clip(message, 500)}, so it was not compared.`,
      }
    }
    for (const { reference, why } of dead) {
      const { element, location } = reference
      const { region } = attributeAt(element, 'schemaLocation') ?? attributeAt(element, 'location') ?? element
      const { startLine, startColumn } = region
      yield {
        location: {
          side: 'head' as const,
          path: element.source.path,
          region: { startLine, endLine: startLine, ...(startColumn !== undefined && { startColumn }) },
        },
        subject: `${element.local} ${clip(location, 300)}`,
        message: `${clip(location, 300)} was not read: ${why}.`,
      }
    }
  },
})
