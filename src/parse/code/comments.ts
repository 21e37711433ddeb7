import { Lexer } from 'yaml'
import type { Region } from '../../model/index.ts'
import { extensionOf, languageOf } from './languages.ts'
import { parseCode } from './parse.ts'
import { Source } from './source.ts'
import { sqlComments } from './sql-comments.ts'

export interface Comment {
  /** What the comment says, without its delimiters and the space around; a `*` that leads a line is left out. */
  text: string
  /** The whole comment with its delimiters. */
  region: Region
  /** Whether code stands before it on its first line. */
  trailing: boolean
}

interface Span {
  start: number
  end: number
}

const COMMENT_TYPES = new Set(['comment', 'line_comment', 'block_comment', 'html_comment'])

/** Languages where `#` at the start of a line is the one comment. */
const HASH_LINES = new Set(['properties', 'ini', 'cfg', 'conf', 'toml', 'env', 'sh', 'bash', 'tf', 'hcl'])
const HASH_NAMES = /(?:^|\/)(?:Dockerfile|Makefile|\.env|\.gitignore|\.dockerignore|CODEOWNERS)[^/]*$/

/**
 * The real comments of a file: never text inside a string that looks like one. Empty where the file's
 * language has no comments we can read (JSON, Markdown, unknown extensions) or the file is beyond the bounds
 * of `parseCode`.
 */
export async function comments(text: string, path: string): Promise<Comment[]> {
  const source = new Source(text)
  const spans = await spansOf(text, path)
  return spans.map(({ start, end }) => {
    const region = source.region(start, end)
    const before = text.slice(source.lineStart(region.startLine), start)
    return { text: bare(text.slice(start, end)), region, trailing: before.trim() !== '' }
  })
}

async function spansOf(text: string, path: string): Promise<Span[]> {
  const language = languageOf(path)
  if (language) {
    const parsed = await parseCode(text, language)
    if (parsed.kind === 'unparsed') return []
    return [...parsed.root.walk()].filter((node) => COMMENT_TYPES.has(node.type))
  }
  const extension = extensionOf(path)
  if (extension === 'sql') return sqlComments(text)
  if (extension === 'yml' || extension === 'yaml') return yamlComments(text)
  if (HASH_LINES.has(extension) || HASH_NAMES.test(path)) return hashLines(text)
  return []
}

function yamlComments(text: string): Span[] {
  const spans: Span[] = []
  let offset = 0
  let scalar = false
  for (const lexeme of new Lexer().lex(text)) {
    // Control lexemes (document, flow error, scalar) are no part of the text; a scalar's text follows its own.
    if (lexeme === '\u{2}' || lexeme === '\u{18}' || lexeme === '\u{1f}') {
      scalar = lexeme === '\u{1f}'
      continue
    }
    if (!scalar && lexeme.startsWith('#')) spans.push({ start: offset, end: offset + lexeme.length })
    scalar = false
    offset += lexeme.length
  }
  return spans
}

/** Only whole lines: where `#` or `;` may follow a value, these formats disagree. */
function hashLines(text: string): Span[] {
  return [...text.matchAll(/^[ \t]*([#;!].*)$/gm)].map((match) => {
    const start = match.index + match[0].length - (match[1]?.length ?? 0)
    return { start, end: match.index + match[0].length }
  })
}

function bare(comment: string): string {
  const inner = comment.replace(/^(?:\/\*+!?|\/{2,}!?|#+!?|--+|<!--|[;!])/, '').replace(/(?:\*+\/|-->)$/, '')
  return inner
    .split('\n')
    .map((line) => line.trim().replace(/^\*(?:\s|$)/, ''))
    .join('\n')
    .trim()
}
