import { escapeMarkdown, visible } from '../escape/index.ts'

/** A fenced block that its content cannot leave (CommonMark 4.5: closed by a fence at least as long). */
export function fenced(language: string, content: string): string {
  const longest = Math.max(0, ...[...content.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(Math.max(3, longest + 1))
  return `${fence}${language}\n${content}\n${fence}`
}

/** A link whose label is escaped. An address that is not http or https leaves its label only. */
export function link(label: string, url: string): string {
  const text = escapeMarkdown(label)
  if (!/^https?:\/\//i.test(url)) return text
  return `[${text}](<${visible(url).replace(/[<>\\\s]/g, encodeURIComponent)}>)`
}

/** GitHub's bound of 65,535 is held in bytes: whichever unit it counts, the text fits. */
export function byteLength(text: string): number {
  return Buffer.byteLength(text, 'utf8')
}

/**
 * Whole blocks, joined by empty lines, as many as fit into `limit` bytes; the rest is counted by `more`,
 * which always fits too.
 */
export function fitBlocks(blocks: readonly string[], limit: number, more: (left: number) => string): string {
  const separator = 2
  const total = blocks.reduce((sum, block) => sum + byteLength(block) + separator, 0)
  if (total <= limit) return blocks.join('\n\n')
  const reserved = byteLength(more(blocks.length)) + separator
  const kept: string[] = []
  let used = reserved
  for (const block of blocks) {
    used += byteLength(block) + separator
    if (used > limit) break
    kept.push(block)
  }
  return [...kept, more(blocks.length - kept.length)].join('\n\n')
}
