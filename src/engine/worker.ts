import { CUSTOM, ruleSettings } from '../../config/index.ts'
import type { Rule, RunTool } from '../model/index.ts'
import type { FromWorker, Task, ToWorker } from './protocol.ts'
import { type Ask, remoteSnapshot } from './remote-snapshot.ts'
import { runRule, SharedValues } from './run-rule.ts'

// The process in which rules run. It is ended from outside when a rule takes too long or too much memory, and
// ends by itself when the program that started it is gone.
const rules = import(process.argv[2] ?? '') as Promise<{ loadRule: (id: string) => Promise<Rule> }>
const questions = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>()
let asked = 0

process.on('disconnect', () => process.exit(0))
process.on('message', (message: ToWorker) => {
  if (message.kind === 'run') {
    void runTask(message.task)
    return
  }
  const question = questions.get(message.question)
  questions.delete(message.question)
  if (message.kind === 'answer') question?.resolve(message.value as never)
  else question?.reject(new Error(message.error))
})

const ask: Ask = (side, operation, paths) => {
  const question = ++asked
  send({ kind: 'ask', question, side, operation, paths })
  return new Promise((resolve, reject) => questions.set(question, { resolve, reject }))
}

const tool: RunTool = (request) => {
  const question = ++asked
  send({ kind: 'tool', question, request })
  return new Promise((resolve, reject) => questions.set(question, { resolve, reject }))
}

async function runTask(task: Task): Promise<void> {
  const changeSet = {
    base: remoteSnapshot('base', task.baseSha, ask),
    head: remoteSnapshot('head', task.headSha, ask),
    ...(task.tipSha !== undefined && { tip: remoteSnapshot('tip', task.tipSha, ask) }),
    changes: [...task.changes],
    incomplete: [...task.incomplete],
  }
  const shared = new SharedValues()
  // All before the first runs: rules made of data share one look at a file, for those that are loaded.
  const own = new Map(await customRules(task))
  const loaded = new Map(task.rules.map(({ id }) => [id, own.get(id) ?? load(id)]))
  await Promise.allSettled(loaded.values())
  for (const { id, changes } of task.rules) {
    send({ kind: 'start', ruleId: id })
    const started = performance.now()
    const milliseconds = (): number => Math.round(performance.now() - started)
    try {
      const rule = await (loaded.get(id) ?? load(id))
      const result = await runRule({
        rule,
        changeSet,
        changes,
        options: ruleSettings(task.config, rule).options,
        optionsFor: (path) => ruleSettings(task.config, rule, path).options,
        criticalPaths: task.config.criticalPaths,
        ...(task.coverage && { coverage: task.coverage }),
        now: new Date(task.now),
        signal: new AbortController().signal,
        shared,
        tool,
      })
      send({ kind: 'done', ruleId: id, result, milliseconds: milliseconds() })
    } catch (error) {
      send({ kind: 'failed', ruleId: id, error: describe(error), milliseconds: milliseconds() })
    }
  }
  send({ kind: 'finished', memory: process.memoryUsage.rss() })
}

/** The rules that the configuration brings, by id; its loading has checked them. */
async function customRules({ rules: wanted, config }: Task): Promise<[string, Promise<Rule>][]> {
  if (!wanted.some(({ id }) => id.startsWith(`${CUSTOM}/`))) return []
  const { customRules: read } = await import('../../checks/insecure-patterns/custom/index.ts')
  return read(config.customRules).map((rule) => [rule.id, Promise.resolve(rule)])
}

async function load(id: string): Promise<Rule> {
  return (await rules).loadRule(id)
}

function send(message: FromWorker): void {
  process.send?.(message)
}

function describe(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error)
}
