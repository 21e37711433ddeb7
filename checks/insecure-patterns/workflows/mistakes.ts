import { changesLines, type Report, type RuleContext } from '../../../src/model/index.ts'
import { changedWorkflows, type Workflow } from './workflow.ts'

/** What is wrong at a place of a workflow. */
export interface Mistake {
  at: { start: number; end: number }
  /** In words that do not move. */
  words: string
  message: string
  fix: string
}

/** Reports what `find` says of each changed workflow, where the change wrote it. */
export async function* mistakesIn(
  context: RuleContext,
  find: (workflow: Workflow) => Iterable<Mistake>,
): AsyncGenerator<Report, void> {
  for await (const { change, workflow } of changedWorkflows(context)) {
    // An anchor puts one place into several steps.
    const seen = new Set<string>()
    for (const { at, words, message, fix } of find(workflow)) {
      const region = workflow.source.region(at.start, at.end)
      const key = `${at.start} ${words}`
      if (seen.has(key) || !changesLines(change, 'head', region)) continue
      seen.add(key)
      yield { location: { side: 'head', path: change.path, region }, subject: words, message, fix }
    }
  }
}

/** What of a line is looked at; nobody writes longer ones by hand. */
const MAX_LINE = 2000

/** Places in the script of a step that an expression matches, line by line. */
export function* linesWith(
  { text: written }: { text: string },
  value: { start: number; end: number },
  expression: RegExp,
): Generator<{ start: number; end: number; text: string }> {
  let start = value.start
  for (const line of written.slice(value.start, value.end).split('\n')) {
    if (!/^\s*#/.test(line) && expression.test(line.slice(0, MAX_LINE)))
      yield { start, end: start + line.length, text: line.trim().slice(0, MAX_LINE) }
    start += line.length + 1
  }
}
