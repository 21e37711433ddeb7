import { rules } from '../../../checks/index.ts'
import { memoryChangeSet } from '../../../src/changeset/memory.ts'
import { runRule, SharedValues } from '../../../src/engine/run-rule.ts'
import type { Rule } from '../../../src/model/index.ts'
import type { ComparedRule, ComparedTool, Snippet } from './hazard-case.ts'

const NOW = new Date('2026-11-23T12:00:00Z')
const MARK = /\s*(?:--|#) here$/

/** One of our rules by the name after the slash. @throws Error where there is none of that name. */
export function ruleOf(name: string): Rule {
  const rule = rules.find(({ id }) => id === `migration-rollback/${name}`)
  if (!rule) throw new Error(`no rule ${name}`)
  return rule
}

/** `path:line` of what our rules for one of another tool say of a snippet, sorted, and of the lines that are marked. */
export async function linesOf(
  tool: ComparedTool,
  { ours }: ComparedRule,
  snippet: Snippet,
): Promise<{ said: string[]; marked: string[] }> {
  const { steps, options = {} } = typeof snippet === 'string' ? { steps: [snippet] } : snippet
  const change: Record<string, string> = {}
  const marked: string[] = []
  for (const [i, step] of steps.entries()) {
    const path = tool.path(i + 1)
    const text = `${tool.wrap?.(step, i + 1) ?? step}\n`
    change[path] = text
      .split('\n')
      .map((line, at) => {
        if (MARK.test(line)) marked.push(`${path}:${String(at + 1)}`)
        return line.replace(MARK, '')
      })
      .join('\n')
  }
  const changeSet = memoryChangeSet(tool.base, { ...tool.base, ...change })
  const shared = new SharedValues()
  const said = new Set<string>()
  for (const rule of ours.map((name) => ruleOf(name))) {
    const run = await runRule({
      rule,
      changeSet,
      changes: changeSet.changes,
      options: rule.options.parse(options),
      now: NOW,
      signal: AbortSignal.timeout(20_000),
      shared,
    })
    for (const { location } of run.reports)
      said.add(`${location.path}:${String(location.region?.startLine ?? 1)}`)
    for (const what of run.notLookedAt) said.add(`not looked at: ${what}`)
  }
  return { said: [...said].toSorted(), marked: marked.toSorted() }
}
