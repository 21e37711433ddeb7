import type { Description } from '../../../../src/parse/openapi/description.ts'
import { entries, stringAt, type SpecNode } from '../../../../src/parse/openapi/node.ts'
import type { Change, ChangeKind } from '../../diff/change.ts'
import { makeOptional, removeRequired, requiredItem, schemaOf } from './make-optional.ts'
import { type FileEdits, inHead, putBack, type Sources } from './put-back.ts'

type Alternative = (
  change: Change,
  base: Description,
  head: Description,
  sources: Sources,
) => FileEdits | undefined

/** The way on that breaks nobody: the old stays, marked as deprecated, until clients have moved; the new is optional. */
const ALTERNATIVES: Partial<Record<ChangeKind, Alternative>> = {
  'path-removed': keep(({ node }) => entries(node).flatMap(([, inner]) => (isOperation(inner) ? inner : []))),
  'operation-removed': keep(({ node }) => [node]),
  'webhook-removed': keep(({ node }) => [node]),
  'callback-removed': keep(({ node }) => [node]),
  'parameter-removed': keep(({ node }, { dialect }) => (dialect === 'swagger-2.0' ? [] : [node])),
  'response-header-removed': keep(({ node }, { dialect }) => (dialect === 'swagger-2.0' ? [] : [node])),
  'request-property-removed': keepProperty,
  'response-property-removed': keepProperty,
  'response-removed': keep(),
  'response-link-removed': keep(),
  'request-body-removed': keep(),
  'request-media-type-removed': keep(),
  'response-media-type-removed': keep(),
  'request-enum-narrowed': keep(),
  'request-alternative-removed': keep(),
  'response-property-became-optional': keep(),
  'server-removed': keep(),
  'required-parameter-added': (change, _base, _head, sources) => makeOptional(change.node, sources),
  'parameter-became-required': (change, _base, _head, sources) => makeOptional(change.node, sources),
  'request-body-became-required': (change, _base, _head, sources) => makeOptional(change.node, sources),
  'property-became-required': optionalProperty,
  'required-property-added': optionalProperty,
}

/** The edits of the head that keep what a change takes away; undefined where there is no such way. */
export const alternativeTo: Alternative = (change, base, head, sources) =>
  ALTERNATIVES[change.kind]?.(change, base, head, sources)

function keep(
  deprecated: (change: Change, base: Description) => readonly SpecNode[] = () => [],
): Alternative {
  return (change, base, head, sources) =>
    change.side === 'base' ? putBack(change.node, base, head, sources, deprecated(change, base)) : undefined
}

function keepProperty(
  { node, side }: Change,
  base: Description,
  head: Description,
  sources: Sources,
): FileEdits | undefined {
  // It is still there, read-only or write-only: nothing was removed.
  if (side !== 'base' || inHead(node, base, head)) return undefined
  const kept = putBack(node, base, head, sources, base.dialect === 'swagger-2.0' ? [] : [node])
  const item = requiredItem(node)
  const listed = item && inHead(item, base, head) === undefined
  if (!kept || !listed) return kept
  const required = putBack(item, base, head, sources)
  return required?.text === kept.text
    ? { text: kept.text, edits: [...kept.edits, ...required.edits] }
    : undefined
}

function optionalProperty(
  { node, detail, side }: Change,
  _base: Description,
  _head: Description,
  sources: Sources,
): FileEdits | undefined {
  if (side !== 'head' || detail === undefined) return undefined
  const schema = node.parent?.key === 'required' ? node.parent.parent : schemaOf(node)
  return schema && removeRequired(schema, detail, sources)
}

function isOperation(node: SpecNode): boolean {
  return typeof node.value === 'object' && node.value !== null && 'responses' in node.value
    ? stringAt(node, '$ref') === undefined
    : false
}
