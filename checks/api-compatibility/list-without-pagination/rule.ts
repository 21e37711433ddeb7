import { z } from 'zod'
import type { Description } from '../../../src/parse/openapi/description.ts'
import { child, isMapping, items, stringAt, valueAt, type SpecNode } from '../../../src/parse/openapi/node.ts'
import type { Operation } from '../../../src/parse/openapi/operations.ts'
import { newOperations } from '../additions/additions.ts'
import { additionOptions, additionRule } from '../additions/addition-rule.ts'

/** Names of parameters that page, in any case and with any separator. */
const PAGING =
  /^(?:page|pages|pageno|pagenum|pagenumber|pageindex|pageid|pagesize|pagelimit|pagetoken|pagecursor|perpage|itemsperpage|resultsperpage|limit|size|count|offset|start|startat|startindex|startafter|startingafter|endingbefore|from|skip|top|first|last|before|after|since|sinceid|maxid|minid|max|maxresults|maxitems|maxentries|pagination|marker|cursor|amount|continue|continuation|continuationtoken|nexttoken|next|token|range|rows|take)$/
const MAX_DEPTH = 10

const options = additionOptions.extend({
  /** Names of query parameters or headers that page, besides the usual ones. */
  parameters: z.array(z.string().min(1).max(100)).max(50).default([]),
})

export default additionRule({
  title: 'List without pagination',
  status: 'preview',
  options,
  fix: 'Add a page size with a maximum and a cursor (or an offset), or say with `maxItems` that the list stays short.',
  *look(addition, { parameters }) {
    const own = new Set(parameters.map(plain))
    for (const operation of newOperations(addition)) {
      if (operation.method !== 'GET' || isPaged(operation, own)) continue
      const array = listOf(addition.head, operation)
      if (!array) continue
      const words = `\`${operation.name}\` answers with ${array} and has no parameter to ask for a part of it, nor \`maxItems\``
      yield { node: operation.node, words }
    }
  },
})

function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '')
}

function isPaged({ parameters, responses }: Operation, own: ReadonlySet<string>): boolean {
  const paging = (name: string): boolean => {
    const words = [name, ...name.split(/[[\].$]/).filter(Boolean)].map(plain)
    return words.some((word) => PAGING.test(word.replace(/^x/, '')) || PAGING.test(word) || own.has(word))
  }
  if (parameters.some((parameter) => ['query', 'header'].includes(parameter.in) && paging(parameter.name)))
    return true
  // A filter made of an object, and `Link` (RFC 8288), page as well.
  if (parameters.some(({ schema }) => schema && properties(schema).some(([name]) => paging(name))))
    return true
  return responses.some(({ headers }) =>
    headers.some(({ name }) => name === 'link' || name === 'content-range'),
  )
}

/** What a list is called in the message; undefined where the answer is none, or a short one. */
function listOf(description: Description, { responses }: Operation): string | undefined {
  const response = responses.find(({ status }) => /^2(?:00|XX)$/.test(status))
  const media = response?.content.find(({ type }) => /[/+]json$/.test(type))
  const schema = media?.schema && description.resolve(media.schema)
  if (!schema) return undefined
  if (isOpenList(schema)) return 'a list'
  const fields = allProperties(description, schema, 0)
  if (fields.some(([name]) => /next|cursor|page|links|total|offset|hasmore|truncated/.test(plain(name))))
    return undefined
  const lists = fields.flatMap(([name, written]) => {
    const node = description.resolve(written)
    return node && isOpenList(node) ? [name] : []
  })
  // A thing has lists among its fields; an answer that is nothing but one list is an envelope around it.
  return lists.length === 1 && fields.length === 1 ? `a list (\`${lists[0]}\`)` : undefined
}

function isOpenList(schema: SpecNode): boolean {
  return stringAt(schema, 'type') === 'array' && valueAt(schema.value, 'maxItems') === undefined
}

function properties(schema: SpecNode): [string, SpecNode][] {
  const node = child(schema, 'properties')
  if (!node || !isMapping(node.value)) return []
  return Object.keys(node.value).flatMap((name) => {
    const property = child(node, name)
    return property ? [[name, property] as [string, SpecNode]] : []
  })
}

function allProperties(description: Description, schema: SpecNode, depth: number): [string, SpecNode][] {
  if (depth > MAX_DEPTH) return []
  const parts = items(child(schema, 'allOf')).flatMap((part) => {
    const node = description.resolve(part)
    return node ? allProperties(description, node, depth + 1) : []
  })
  return [...properties(schema), ...parts]
}
