import { readdirSync, readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { type RuleData, ruleData } from '../../../checks/insecure-patterns/engine/schema.ts'

const FOLDER = new URL('../../../checks/insecure-patterns/', import.meta.url)

/** Every rule of the family that is data, by its id. */
export function patternRules(): Map<string, RuleData> {
  return new Map(
    readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('rule.yml'))
      .map((file) => [
        `insecure-patterns/${file.slice(0, file.indexOf('/'))}`,
        ruleData.parse(parse(readFileSync(new URL(file, FOLDER), 'utf8'))),
      ]),
  )
}
