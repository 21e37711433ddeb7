import { codeSpan, markdownProse } from '../../escape/index.ts'
import { count } from '../../words.ts'
import { fitBlocks } from '../markdown.ts'

/** Bytes of an answer; GitHub takes 65,536 characters, and the marker comes on top. */
const LONGEST = 60_000

/** Blocks of an answer, as many as a comment holds. */
export function fitAnswer(blocks: readonly string[]): string {
  return fitBlocks(blocks, LONGEST, (left) => `_${count(left, 'part')} left out: too long to show._`)
}

/** One answer for all commands of a comment: each line, and what became of it. */
export function answerBody(
  parts: readonly { line: string; kind: 'done' | 'waits' | 'refused'; text: string }[],
): string {
  const icons = { done: '✅', waits: '👀', refused: '😕' } as const
  const blocks = parts.map(({ line, kind, text }) => {
    const asked = `${icons[kind]} ${codeSpan(line.length > 300 ? `${line.slice(0, 300)}…` : line)}`
    return `${asked}\n\n${text}`
  })
  return fitAnswer(blocks)
}

/** What is said to a line that is no command. */
export function wrongCommand(problem: string, usage: string): string {
  return `${markdownProse(problem)}\n\nWrite: ${codeSpan(usage)}`
}
