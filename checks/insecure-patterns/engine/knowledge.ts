import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'
import type { RuleLanguage } from './ir.ts'

const patterns = z.array(z.string().min(1)).default([])
const perLanguage = z.strictObject({
  /** Dotted paths whose value comes from a request; everything below them does too. */
  sources: patterns,
  /** Annotations of parameters that a framework fills from a request. */
  'source-annotations': patterns,
  /** Decorators of functions whose plain parameters a framework fills from a request. */
  'source-decorators': patterns,
  /** Calls whose result is as trustworthy as their receiver and arguments. */
  propagators: patterns,
  /** Calls whose result can carry no injection: conversions to numbers, identifiers, dates. */
  neutral: patterns,
  /** Declared types that can carry no injection. */
  'neutral-types': patterns,
})

export interface Knowledge {
  isSource(path: string): boolean
  isSourceAnnotation(annotation: string): boolean
  isSourceDecorator(decorator: string): boolean
  propagates(path: string): boolean
  isNeutral(path: string): boolean
  isNeutralType(type: string): boolean
}

const loaded = new Map<RuleLanguage, Knowledge>()

/** What is known about a language and its frameworks, whatever the rule: `knowledge/<language>.yml`. */
export function knowledgeOf(language: RuleLanguage): Knowledge {
  let knowledge = loaded.get(language)
  if (!knowledge) {
    const file = new URL(`../knowledge/${language}.yml`, import.meta.url)
    const data = perLanguage.parse(parse(readFileSync(file, 'utf8')))
    knowledge = {
      isSource: under(data.sources),
      isSourceAnnotation: startsWithWord(data['source-annotations']),
      isSourceDecorator: pathMatcher(data['source-decorators']),
      propagates: pathMatcher(data.propagators),
      isNeutral: pathMatcher(data.neutral),
      isNeutralType: pathMatcher(data['neutral-types']),
    }
    loaded.set(language, knowledge)
  }
  return knowledge
}

/** Matches whole dotted paths; `*` stands for any text, `*.` at the start also for nothing. */
export function pathMatcher(list: readonly string[]): (path: string) => boolean {
  if (list.length === 0) return () => false
  const escape = (text: string): string => text.replace(/[.+?^${}()|[\]\\]/g, '\\$&')
  const one = (pattern: string): string => {
    const anywhere = pattern.startsWith('*.')
    const rest = (anywhere ? pattern.slice(2) : pattern).split('*').map(escape).join('.*')
    return anywhere ? `(?:.*\\.)?${rest}` : rest
  }
  const expression = new RegExp(`^(?:${list.map(one).join('|')})$`)
  return (path) => expression.test(path)
}

function under(list: readonly string[]): (path: string) => boolean {
  return pathMatcher(list.flatMap((pattern) => [pattern, `${pattern}.*`, `${pattern}[*`, `${pattern}(*`]))
}

function startsWithWord(list: readonly string[]): (text: string) => boolean {
  return (text) => list.includes(/^[\w.]*/.exec(text)?.[0]?.replace(/^.*\./, '') ?? '')
}
