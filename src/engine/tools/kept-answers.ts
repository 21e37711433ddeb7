import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import type { ToolAnswer } from '../../model/index.ts'
import { keptFolder } from './kept-files.ts'

/** Answers that are kept, and how long one may be, in characters. */
const MAX_KEPT = 400
const MAX_LENGTH = 1024 * 1024

/**
 * What a program said to the same request before: most pushes to a pull request leave its migrations as they are.
 * @param key equal where the program, what it is given and what it would say are equal
 */
export function keptAnswer(key: string): ToolAnswer | undefined {
  const path = pathOf(key)
  if (path === undefined) return undefined
  try {
    const kept = JSON.parse(readFileSync(path, 'utf8')) as { key: string; answer: ToolAnswer }
    // What was used last is thrown away last.
    utimesSync(path, new Date(), new Date())
    return kept.key === key ? kept.answer : undefined
  } catch {
    // Never kept, thrown away in between, or cut short by a full disk: it is made anew, and written over.
    return undefined
  }
}

/** Keeps the answer of a run that came to its end; one that was stopped might not be stopped the next time. */
export function keepAnswer(key: string, answer: ToolAnswer): void {
  if (answer.kind !== 'ran' || answer.exitCode !== 0) return
  const text = JSON.stringify({ key, answer })
  const path = pathOf(key)
  if (path === undefined || text.length > MAX_LENGTH) return
  const made = `${path}.${process.pid}`
  writeFileSync(made, text, { mode: 0o600 })
  renameSync(made, path)
  const folder = join(path, '..')
  const files = readdirSync(folder)
  if (files.length <= MAX_KEPT) return
  const byUse = files
    .map((file) => ({
      path: join(folder, file),
      used: statSync(join(folder, file), { throwIfNoEntry: false }),
    }))
    .toSorted((a, b) => (b.used?.mtimeMs ?? 0) - (a.used?.mtimeMs ?? 0))
  for (const { path } of byUse.slice(MAX_KEPT / 2)) rmSync(path, { force: true })
}

function pathOf(key: string): string | undefined {
  const folder = keptFolder()
  if (folder === undefined) return undefined
  const answers = join(folder, 'answers')
  mkdirSync(answers, { recursive: true, mode: 0o700 })
  return join(answers, key)
}
