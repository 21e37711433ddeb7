import { z } from 'zod'
import type { FileChange, Report, RuleContext, Side } from '../../../src/model/index.ts'
import { defineRule, pathOn } from '../../../src/model/index.ts'
import { type Threshold, THRESHOLD_GLOBS, thresholds } from './thresholds.ts'

export default defineRule({
  title: 'Coverage threshold lowered',
  level: 'warning',
  confidence: 'high',
  status: 'preview',
  module: 8,
  files: THRESHOLD_GLOBS,
  options: z.strictObject({}),
  async *check(context): AsyncGenerator<Report> {
    for (const change of context.changes) {
      if (change.unread || change.status === 'added') continue
      const base = await read(context, change, 'base')
      if (base.length === 0) continue
      const head = new Map((await read(context, change, 'head')).map((found) => [found.key, found]))
      for (const before of base) {
        const after = head.get(before.key)
        if (after && asksForLess(before, after)) yield lowered(change, before, after)
      }
      // A whole file that goes, and options of a command line, go with the tool that reads them.
      if (change.status === 'removed') continue
      const gone = base.filter(({ key }) => !head.has(key) && !key.startsWith('--'))
      // Others came instead, here or in another file: asked for in another way.
      if (gone[0] && head.size < base.length && !(await asksElsewhere(context, change)))
        yield removed(change, gone[0], gone)
    }
  },
})

function asksForLess(before: Threshold, after: Threshold): boolean {
  return before.isTolerance ? after.value > before.value : after.value < before.value
}

function lowered(change: FileChange, before: Threshold, after: Threshold): Report {
  const how = after.isTolerance
    ? `raised from ${before.value} to ${after.value}: coverage may fall further before anybody is told`
    : `lowered from ${before.value} to ${after.value}: changes without tests pass that did not before`
  return {
    location: { side: 'head', path: change.path, region: after.region },
    relatedLocations: [
      { side: 'base', path: pathOn(change, 'base') ?? change.path, region: before.region, message: 'before' },
    ],
    subject: `threshold ${after.key}`,
    message: `The coverage threshold ${after.key} is ${how}.`,
    fix: 'Put the threshold back and add the tests that are missing; where it must go down, say why and until when.',
  }
}

function removed(change: FileChange, first: Threshold, gone: readonly Threshold[]): Report {
  const names = gone.map(({ key, value }) => `${key} (${value})`).slice(0, 4)
  return {
    location: { side: 'base', path: pathOn(change, 'base') ?? change.path, region: first.region },
    subject: `threshold removed ${gone.map(({ key }) => key).join(' ')}`,
    message: `The coverage threshold ${names.join(', ')} is removed: coverage may now fall without a word.`,
    fix: 'Put the threshold back, or name in the change what takes its place.',
  }
}

async function read(context: RuleContext, change: FileChange, side: Side): Promise<Threshold[]> {
  const path = pathOn(change, side)
  if (path === undefined) return []
  return context.shared(`thresholds:${side}:${path}`, async () => {
    const content = await context.changeSet[side].read(path)
    if (content.kind !== 'text') return []
    const found = await thresholds(path, content.text)
    if (Array.isArray(found)) return found
    context.incomplete(`${path}: coverage thresholds: ${found.problem}`)
    return []
  })
}

/** Whether another file of this change has thresholds that it did not have before. */
async function asksElsewhere(context: RuleContext, change: FileChange): Promise<boolean> {
  for (const other of context.changes) {
    if (other === change || other.unread) continue
    const before = new Set((await read(context, other, 'base')).map(({ key }) => key))
    if ((await read(context, other, 'head')).some(({ key }) => !before.has(key))) return true
  }
  return false
}
