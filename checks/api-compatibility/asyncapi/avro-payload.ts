import { readAvroTree } from '../../../src/parse/avro/read-json.ts'
import type { AvroDocument, Place } from '../../../src/parse/avro/schema.ts'
import type { Action } from '../../../src/parse/asyncapi/model.ts'
import { descend, isMapping, type SpecNode } from '../../../src/parse/openapi/node.ts'
import type { Pointer } from '../../../src/parse/source-tree.ts'
import { compareDocuments } from '../avro/compare-documents.ts'
import { Registry } from '../avro/registry.ts'
import type { RawAsyncChange } from './change.ts'

interface Read {
  document: AvroDocument
  nodeAt(place: Place): SpecNode
}

/**
 * What of an Avro schema inside a document breaks its readers; undefined where it is no schema that can be read.
 * What the application receives was written with the schema of before, what it sends is read with it.
 */
export function compareAvroPayloads(
  old: SpecNode,
  fresh: SpecNode,
  action: Action,
): RawAsyncChange[] | undefined {
  const [before, after] = [read(old), read(fresh)]
  if (!before || !after) return undefined
  const [base, head] = [new Registry(), new Registry()]
  base.add(before.document)
  head.add(after.document)
  const asked = action === 'receive' ? 'backward' : 'forward'
  const changes = compareDocuments([{ base: before.document, head: after.document }], base, head)
  return changes
    .filter(({ directions, misread }) => misread !== undefined || directions.includes(asked))
    .map(({ side, place, other, subject, words, misread }) => {
      const [own, across] = side === 'base' ? [before, after] : [after, before]
      return {
        kind: 'payload-incompatible',
        level: misread ?? 'error',
        side,
        node: own.nodeAt(place),
        ...(other && { other: across.nodeAt(other) }),
        words,
        detail: subject,
      }
    })
}

/** Types are placed by the numbers of their pointers: lines of the text are looked up for what is reported alone. */
function read(schema: SpecNode): Read | undefined {
  if (!isMapping(schema.value) && !Array.isArray(schema.value)) return undefined
  const pointers: Pointer[] = [[]]
  const locate = (wanted: readonly Pointer[]): Place['region'][] =>
    wanted.map((pointer) => {
      const startLine = pointers.push(pointer)
      return { startLine, endLine: startLine }
    })
  const { path, text } = schema.tree
  const found = readAvroTree({ path, text, value: schema.value, problems: [], locate })
  if (found.kind !== 'document') return undefined
  return {
    document: found.document,
    nodeAt: ({ region: { startLine } }) => descend(schema, ...(pointers[startLine - 1] ?? [])) ?? schema,
  }
}
