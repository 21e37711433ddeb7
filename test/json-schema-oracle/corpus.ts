import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'jsonc-parser'
import { judge } from '../known-answers/judging.ts'

/**
 * `npm run corpus:json-schema`: runs the stable rules over the pairs of schemas in the tests of Confluent's schema registry, whose answers
 * (`BACKWARD`) are known, and prints how many agree and every one that does not. The pairs are not part of the repository:
 * CORPUS_JSON_SCHEMA names the folder `json-schema-provider/src/test/resources` of
 * https://github.com/confluentinc/schema-registry. Exit code 1 where it falls below what was reached.
 */
const FOLDER = process.env['CORPUS_JSON_SCHEMA'] ?? ''
const FILES = [
  'diff-schema-examples.json',
  'diff-combined-schema-examples.json',
  'diff-schema-examples-2020-12.json',
  'diff-combined-schema-examples-2020-12.json',
]
const REACHED = 255

interface Case {
  description: string
  original_schema: unknown
  update_schema: unknown
  compatible: boolean
}

if (FOLDER !== '' && existsSync(join(FOLDER, FILES[0] ?? ''))) await main()
else console.log('skipped: CORPUS_JSON_SCHEMA does not name the folder that holds diff-schema-examples.json')

async function main(): Promise<void> {
  let total = 0
  const others: string[] = []
  for (const file of FILES) {
    // Some of these files have a comma before a closing bracket.
    const cases = parse(readFileSync(join(FOLDER, file), 'utf8'), [], { allowTrailingComma: true }) as Case[]
    for (const { description, original_schema: before, update_schema: after, compatible } of cases) {
      total++
      const path = 'schemas/thing.schema.json'
      const { errors } = await judge({ base: { [path]: print(before) }, head: { [path]: print(after) } })
      if (errors.length > 0 !== compatible) continue
      others.push(`${compatible ? 'compatible, and an error' : 'incompatible, and no error'}: ${description}`)
    }
  }
  console.log(`agrees: ${total - others.length} of ${total}`)
  for (const line of others) console.log(`  ${line}`)
  if (total - others.length < REACHED) process.exitCode = 1
}

function print(schema: unknown): string {
  return `${JSON.stringify(schema, undefined, 2)}\n`
}
