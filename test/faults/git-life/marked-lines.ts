import type { RulePool } from '../../../src/engine/index.ts'

/** The one rule that finds anything: it finds the lines of `unitLine`. */
const RULE = 'insecure-patterns/tls-verification-disabled'
const UNIT = /^\s*unit\((\d+), '([^']+)'\)$/

/** A line that the stand-in for the rules reports: number `id`, about `subject`. */
export function unitLine(id: number, subject: string): string {
  return `unit(${id}, '${subject}')`
}

export function unitOf(line: string): number | undefined {
  const id = UNIT.exec(line)?.[1]
  return id === undefined ? undefined : Number(id)
}

/** Numbers of the units that a comment speaks of. */
export function unitsNamed(body: string): number[] {
  return [...body.matchAll(/\bunit number (\d+)\b/g)].map((match) => Number(match[1]))
}

/** In place of the processes of rules: what is tried is what becomes of findings, thousands of times. */
export const markedLines = {
  run: async (task, snapshots, signal, onAnswer) => {
    for (const { id } of task.rules) {
      signal.throwIfAborted()
      const reports = id === RULE ? await marked(task, snapshots) : []
      onAnswer({
        ruleId: id,
        milliseconds: 0,
        result: { reports, notLookedAt: [], remarks: [], measures: {} },
      })
    }
  },
} satisfies Pick<RulePool, 'run'> as unknown as RulePool

type Run = Parameters<RulePool['run']>
type Reports = NonNullable<Parameters<Run[3]>[0]['result']>['reports']

async function marked({ changes }: Run[0], { head }: Run[1]): Promise<Reports> {
  const reports: Reports = []
  for (const { path, status } of changes) {
    const content = status === 'removed' ? undefined : await head.read(path)
    if (content?.kind !== 'text') continue
    for (const [index, line] of content.text.split('\n').entries()) {
      const [, id, subject = ''] = UNIT.exec(line) ?? []
      if (id === undefined) continue
      const region = { startLine: index + 1, endLine: index + 1 }
      reports.push({
        location: { side: 'head', path, region },
        subject,
        message: `unit number ${id} is there`,
      })
    }
  }
  return reports
}
