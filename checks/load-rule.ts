import { existsSync, readFileSync } from 'node:fs'
import { extname } from 'node:path'
import type { FamilyDefinition, Rule, RuleDefinition } from '../src/model/index.ts'

/**
 * One rule by its id, with nothing loaded that it does not need: a process that runs a few rules would spend more
 * time on the code of the others than on its work.
 * @throws Error when there is no such rule.
 */
export async function loadRule(id: string): Promise<Rule> {
  const [, family] = /^([a-z0-9-]+)\/[a-z0-9-]+$/.exec(id) ?? []
  if (family === undefined) throw new Error(`no rule ${id}`)
  const data = new URL(`./${id}/rule.yml`, import.meta.url)
  const definition = existsSync(data)
    ? await fromData(family, id, readFileSync(data, 'utf8'))
    : await importDefault<RuleDefinition>(`./${id}/rule`)
  return { ...definition, id, family }
}

async function fromData(family: string, id: string, text: string): Promise<RuleDefinition> {
  const definition = await importDefault<FamilyDefinition>(`./${family}/family`)
  if (!definition.fromData) throw new Error(`${id}: its family takes no rule.yml`)
  const { parse } = await import('yaml')
  return definition.fromData(parse(text), id)
}

async function importDefault<T>(path: string): Promise<T> {
  const url = new URL(`${path}${extname(import.meta.url)}`, import.meta.url)
  const { default: value } = (await import(url.href)) as { default: T }
  return value
}
