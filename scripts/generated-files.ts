import { rules } from '../checks/index.ts'
import { configJsonSchema } from '../config/index.ts'
import { reviewJsonSchema } from '../src/report/json/schema.ts'
import { migrationsJsonSchema } from '../src/report/migrations/schema.ts'
import { modulePages, ruleIndex } from './roadmap-blocks.ts'

/** Path (from the project's root) to text, of every file made from the rules, the schemas and the roadmap. */
export function generatedFiles(root: string): Promise<Map<string, string>> {
  return Promise.resolve(
    new Map([
      ['src/report/json/review.schema.json', reviewJsonSchema()],
      ['src/report/migrations/migrations.schema.json', migrationsJsonSchema()],
      ['config/roadmap.schema.json', `${JSON.stringify(configJsonSchema(rules), undefined, 2)}\n`],
      ['docs/rules.md', ruleIndex()],
      ...modulePages(root),
    ]),
  )
}
