import type { SyntaxNode } from '../../code/node.ts'
import { argumentsOf, calledName, textOf, textsOf } from '../python.ts'
import type { Part } from './model-operation.ts'

const METHODS: Readonly<Record<string, string>> = {
  BloomIndex: 'bloom',
  BrinIndex: 'brin',
  GinIndex: 'gin',
  GistIndex: 'gist',
  HashIndex: 'hash',
  SpGistIndex: 'spgist',
}

/** `models.Index(…)`, `models.UniqueConstraint(…)` and their like; undefined of classes that are not known. */
export function readPart(node: SyntaxNode | undefined): Part | undefined {
  if (node?.type !== 'call') return undefined
  const kind = calledName(node)
  const { keywords, positional } = argumentsOf(node)
  const name = textOf(keywords.get('name'))
  const fields = (textsOf(keywords.get('fields')) ?? []).map((one) => one.replace(/^-/, ''))
  const where = keywords.get('condition')
  const about = {
    ...(name !== undefined && { name }),
    fields,
    expressions: positional.map((one) => `(${one.text})`),
  }
  const narrowed =
    where && where.type !== 'none' && kind !== 'CheckConstraint' ? { where: conditionOf(where) } : {}
  if (kind === 'CheckConstraint') {
    const check = keywords.get('condition') ?? keywords.get('check')
    return { kind: 'check', ...about, expressions: [], ...(check && { expression: conditionOf(check) }) }
  }
  if (kind === 'UniqueConstraint') {
    // Everything but plain columns is an index in PostgreSQL.
    const isIndex =
      positional.length > 0 ||
      ['condition', 'include', 'opclasses', 'nulls_distinct'].some((key) => keywords.has(key))
    return { kind: isIndex ? 'unique-index' : 'unique', ...about, ...narrowed }
  }
  if (kind === 'ExclusionConstraint') return { kind: 'exclude', ...about, expressions: [] }
  const method = Object.hasOwn(METHODS, kind) ? METHODS[kind] : undefined
  if (method === undefined && !kind.endsWith('Index')) return undefined
  return { kind: 'index', ...about, ...(method !== undefined && { method }), ...narrowed }
}

/** A condition in SQL's words where that is plain, for those who look for NOT NULL in it; else as it is written. */
function conditionOf(node: SyntaxNode): string {
  const text = node.text.replaceAll(/\s+/g, ' ')
  const match =
    /^(?:models\.)?Q\( ?(\w+)__isnull ?= ?False ?,? ?\)$/.exec(text) ??
    /^(?:models\.)?Q\( ?\(["'](\w+)__isnull["'], False\) ?,? ?\)$/.exec(text) ??
    /^~(?:models\.)?Q\( ?(\w+)(?:__isnull ?= ?True| ?= ?None) ?,? ?\)$/.exec(text)
  return match ? `${match[1] ?? ''} IS NOT NULL` : text
}
