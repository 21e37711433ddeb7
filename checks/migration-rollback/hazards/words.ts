import type { IndexFacts } from '../../../src/parse/migrations/index.ts'

/** `orders (customer_id, state)` */
export function indexed({ table, columns }: Pick<IndexFacts, 'table' | 'columns'>): string {
  return `${table} (${columns.join(', ')})`
}

/** `a, b and c` */
export function list(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`
}
