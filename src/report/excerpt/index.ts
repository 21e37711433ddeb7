export { collectExcerpts, type ExcerptOptions, type Excerpts } from './excerpt.ts'
export { maskSecrets } from './mask.ts'
export type { ExcerptLine } from './rows.ts'
