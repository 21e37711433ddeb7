import { CORE_SCHEMA, EVENT_ID, mergeTag, YAMLException, constructFromEvents } from 'js-yaml'
import type { Region } from '../../model/index.ts'
import { LineIndex, MAX_TEXT, type SourceTree, type SyntaxProblem } from '../source-tree.ts'
import { lenientEvents } from './lenient-events.ts'
import { locateInEvents } from './locate.ts'

/** YAML 1.2 core schema, with the merge keys that hand-written API descriptions use. */
const SCHEMA = CORE_SCHEMA.withTags(mergeTag)
/** Nodes of a document with all aliases written out. GitHub's 10 MB description has 0.5 million. */
const MAX_EXPANDED_NODES = 2_000_000
const MAX_ALIASES = 10_000

/**
 * Reads one YAML document. A duplicate key is a problem, and the last one counts (as most tools have it), so
 * that the rest of the document is still looked at.
 */
export function parseYaml(path: string, text: string): SourceTree {
  const nowhere: SourceTree['locate'] = (pointers) => pointers.map(() => ({ startLine: 1, endLine: 1 }))
  if (text.length > MAX_TEXT) {
    const message = `is larger than ${MAX_TEXT} characters`
    return { path, text, value: undefined, problems: [{ message }], locate: nowhere }
  }
  const problems: SyntaxProblem[] = []
  let value: unknown
  try {
    const read = lenientEvents(text)
    const construct = (json: boolean): unknown[] =>
      constructFromEvents(read.events, { source: read.text, schema: SCHEMA, json, maxAliases: MAX_ALIASES })
    let documents: unknown[]
    try {
      documents = construct(false)
    } catch (error) {
      problems.push(problemOf(error))
      documents = construct(true)
    }
    const at = (offset: number): Region => {
      const { startLine, endLine } = new LineIndex(read.text).region({ start: offset, end: offset })
      return { startLine, endLine }
    }
    if (documents.length > 1) {
      const second = [...text.matchAll(/^---(?=\s|$)/gm)].find(
        ({ index }) => text.slice(0, index).trim() !== '',
      )
      problems.push({
        message: `holds ${documents.length} documents; one is expected`,
        ...(second && { region: at(second.index) }),
      })
    }
    value = documents[0]
    const alias = read.events.find((event) => event.type === EVENT_ID.ALIAS)
    const tangle = alias ? aliasProblem(value) : undefined
    if (alias && tangle !== undefined) {
      problems.push({ message: tangle, region: at(alias.anchorStart) })
      value = undefined
    }
  } catch (error) {
    if (problems.length === 0) problems.push(problemOf(error))
    value = undefined
  }
  const locate: SourceTree['locate'] =
    value === undefined
      ? nowhere
      : (pointers) => {
          const read = lenientEvents(text)
          return locateInEvents(read.text, read.events, pointers).map((region) => read.asWritten(region))
        }
  return { path, text, value, problems, locate }
}

function problemOf(error: unknown): SyntaxProblem {
  if (!(error instanceof YAMLException)) throw error
  const message = `is not YAML: ${error.reason}`
  if (!error.mark) return { message }
  // The position may count indentation that is not in the text; the line is the same in both.
  const { line, column } = error.mark
  return {
    message,
    region: { startLine: line + 1, endLine: line + 1, startColumn: column + 1, endColumn: column + 1 },
  }
}

/** Aliases share one object, so a small text can stand for an endless or enormous document. */
function aliasProblem(root: unknown): string | undefined {
  const sizes = new Map<object, number>()
  const open = new Set<object>()
  const sizeOf = (value: unknown): number => {
    if (typeof value !== 'object' || value === null) return 1
    const known = sizes.get(value)
    if (known !== undefined) return known
    if (open.has(value)) return Infinity
    open.add(value)
    let size = 1
    for (const child of Object.values(value)) size += sizeOf(child)
    open.delete(value)
    sizes.set(value, size)
    return size
  }
  const size = sizeOf(root)
  if (size === Infinity) return 'holds an alias that contains itself'
  if (size > MAX_EXPANDED_NODES) return `has aliases that expand to more than ${MAX_EXPANDED_NODES} nodes`
  return undefined
}
