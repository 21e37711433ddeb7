import { styleText } from 'node:util'
import type { Command } from 'commander'
import { closest, distance } from 'fastest-levenshtein'
import { findRule, pageOf, rules } from '../../../checks/index.ts'
import { defaultConfig, findModule, makeLinks } from '../../../config/index.ts'
import { UserError } from '../../model/index.ts'
import { type Io, wantsColour } from '../io.ts'

export function addExplain(program: Command, io: Io): void {
  program
    .command('explain')
    .description('show the page of a rule')
    .argument('<rule>', 'for instance insecure-patterns/sql-injection')
    .action((id: string) => {
      const rule = findRule(id)
      if (!rule) throw new UserError(`there is no rule ${id}${didYouMean(id)}`)
      const links = makeLinks({ config: defaultConfig() })
      const module = findModule(rule.module)
      const cwe = (rule.cwe ?? []).map((number) => `CWE-${number}`)
      const facts = [rule.id, rule.level, `${rule.confidence} confidence`, rule.status, ...cwe].join(' · ')
      const read = module ? `Module ${module.number}, ${module.title}: ${links.module(module.number)}` : ''
      const bold = wantsColour(io.stdout, io.env)
        ? (text: string) => styleText('bold', text, { validateStream: false })
        : (text: string) => text
      const page = pageOf(id)
        .markdown.trim()
        .replace(/^#+ .*$/gm, bold)
      io.stdout.write(`${page}\n\n${facts}\n${read}\n${links.rule(id)}\n`)
    })
}

/** The rule that was probably meant: its whole id, or its name without the family. */
export function didYouMean(id: string): string {
  const ids = rules.map((rule) => rule.id)
  const sameName = ids.filter((candidate) => candidate.endsWith(`/${id}`))
  if (sameName.length > 0) return `; did you mean ${sameName.join(' or ')}?`
  if (id.length > 200 || ids.length === 0) return ''
  const near = closest(id, ids)
  return distance(id, near) <= Math.max(3, near.length / 3) ? `; did you mean ${near}?` : ''
}
