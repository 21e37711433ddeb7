import { reviewJsonSchema } from '../src/report/json/schema.ts'

/** Path (from the project's root) to text, of every file made from the rules, the schemas and the roadmap. */
export function generatedFiles(_root: string): Promise<Map<string, string>> {
  return Promise.resolve(new Map([['src/report/json/review.schema.json', reviewJsonSchema()]]))
}
