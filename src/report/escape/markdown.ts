import { visible } from './visible.ts'

/**
 * Text of unknown origin as one line of GitHub Flavored Markdown that renders as that text and as nothing
 * else: no markup, HTML, link, image, table cell or heading. Only what would become markup is escaped, since many read
 * comments as plain text in their mail. GitHub finds `@name`, `#1`, `owner#1`, `GH-1`, `:emoji:` and bare addresses
 * after rendering, so a backslash does not stop them: a zero-width space does.
 */
export function escapeMarkdown(text: string): string {
  return visible(text)
    .replace(/[\\`*[\]<>~&|$]/g, '\\$&')
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
    .replace(/^(\s*)([#+\-=!:])/, '$1\\$2')
    .replace(/^(\s*\d+)([.)])/, '$1\\$2')
    .replace(/@(?=[\w\\])/g, '@\u200b')
    .replace(/#(?=\d)/g, '#\u200b')
    .replace(/\b(gh-)(?=\d)/gi, '$1\u200b')
    .replace(/:(?=\/\/|[\w+-]+:)/g, ':\u200b')
    .replace(/(www)(?=\.)/gi, '$1\u200b')
}

/**
 * Text of unknown origin as an inline code span; GitHub makes no mention and no link inside one. The fence is longer
 * than any run of backticks in the text (CommonMark 6.1).
 */
export function codeSpan(text: string): string {
  const shown = visible(text)
  if (shown.trim() === '') return '`␠`'
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  const pad = /^[` ]|[` ]$/.test(shown) ? ' ' : ''
  return `${fence}${pad}${shown}${pad}${fence}`
}

/** For a table cell, where a pipe ends the cell even inside a code span (GFM 4.10). */
export function cell(markdown: string): string {
  return markdown.replace(/(?<!\\)\|/g, '\\|')
}

/** Plain text in which words between backticks are code. */
export function markdownProse(text: string): string {
  return text
    .split(/`([^`]+)`/)
    .map((part, index) => (index % 2 === 1 ? codeSpan(part) : escapeMarkdown(part)))
    .join('')
}
