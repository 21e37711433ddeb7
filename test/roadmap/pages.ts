import { Marked, type Token, type Tokens } from 'marked'
import { moduleMarkdown, modules } from '../../config/index.ts'

/** The sections of a module's page, in their order. */
export const SECTIONS = [
  'Trade-offs that matter',
  'What good looks like',
  'Reference pattern',
  'KPIs it moves',
  'Rules that enforce it',
  'Further reading',
] as const

export interface Fence {
  /** Module and place in its page, for the name of a test. */
  name: string
  language: string
  code: string
}

export interface Section {
  title: string
  tokens: Token[]
}

const marked = new Marked()

/** A module's page by its second-level headings; what stands before the first of them has an empty title. */
export function sectionsOf(number: number): Section[] {
  const sections: Section[] = [{ title: '', tokens: [] }]
  for (const token of marked.lexer(moduleMarkdown(number))) {
    if (token.type === 'heading' && token.depth === 2) sections.push({ title: textOf(token), tokens: [] })
    else sections.at(-1)?.tokens.push(token)
  }
  return sections
}

/** Fences marked `run`, of all pages. */
export function runnable(): Fence[] {
  return modules.flatMap(({ number, slug }) => {
    let place = 0
    return sectionsOf(number).flatMap(({ tokens }) =>
      tokens.flatMap((token) => {
        if (token.type !== 'code') return []
        const { lang = '', text } = token as Tokens.Code
        const [language = '', ...words] = lang.split(/\s+/)
        if (!words.includes('run')) return []
        place++
        return [{ name: `${number} ${slug}, ${language} ${place}`, language, code: text }]
      }),
    )
  })
}

/** Addresses of the links in tokens, in their order. */
export function linksIn(tokens: Token[]): string[] {
  const found: string[] = []
  void marked.walkTokens(tokens, (token) => {
    if (token.type === 'link') found.push((token as Tokens.Link).href)
  })
  return found
}

/** Whether a reader sees anything there: comments are marks of the generator, not text. */
export function isEmpty(tokens: Token[]): boolean {
  return tokens.every(
    (token) => token.type === 'space' || (token.type === 'html' && token.raw.trim().startsWith('<!--')),
  )
}

function textOf(token: Token): string {
  return 'text' in token && typeof token.text === 'string' ? token.text : token.raw
}
