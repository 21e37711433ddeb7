import type { SyntaxNode } from '../../code/node.ts'
import type { Arguments } from '../../migrations/rails/ruby.ts'

export interface Action {
  action: string
  method: string
  on: 'collection' | 'member'
}

const ACTIONS: readonly Action[] = [
  { action: 'index', method: 'GET', on: 'collection' },
  { action: 'create', method: 'POST', on: 'collection' },
  { action: 'new', method: 'GET', on: 'collection' },
  { action: 'edit', method: 'GET', on: 'member' },
  { action: 'show', method: 'GET', on: 'member' },
  { action: 'update', method: 'PATCH', on: 'member' },
  { action: 'update', method: 'PUT', on: 'member' },
  { action: 'destroy', method: 'DELETE', on: 'member' },
]

/** What `resources` or `resource` declares, after `only` and `except`. A singular resource has no index. */
export function actionsOf(name: string, { options }: Arguments): Action[] {
  const [only, except] = [options.get('only'), options.get('except')]
  const [kept, left] = [listed(only), listed(except)]
  return ACTIONS.filter(
    ({ action }) =>
      (name === 'resources' || action !== 'index') &&
      (!only || kept.includes(action)) &&
      !left.includes(action),
  )
}

/** The words of `:a`, `'a'`, `[:a, :b]` and `%i[a b]`. */
export function listed(node: SyntaxNode | undefined): string[] {
  if (!node) return []
  const parts = /array/.test(node.type) ? node.namedChildren : [node]
  return parts.map(({ text }) => text.replaceAll(/^:|^["']|["']$/g, ''))
}

/** Near enough to Rails' own: a parameter's name tells a client nothing. */
export function singular(word: string): string {
  return word
    .replace(/ies$/, 'y')
    .replace(/(s|x|ch|sh)es$/, '$1')
    .replace(/([^s])s$/, '$1')
}
