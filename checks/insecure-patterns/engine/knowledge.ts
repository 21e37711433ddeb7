import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'
import { CATEGORIES, type Category } from './flow/value.ts'
import { isJvm, type RuleLanguage } from './ir.ts'

const patterns = z.array(z.string().min(1)).default([])
const perLanguage = z.strictObject({
  /** Dotted paths whose value comes from a request; everything below them does too. */
  sources: patterns,
  /** Dotted paths whose value whoever starts the program chooses: as a parameter of a function. */
  arguments: patterns,
  /** Annotations of parameters that a framework fills from a request. */
  'source-annotations': patterns,
  /** Decorators of functions whose plain parameters a framework fills from a request. */
  'source-decorators': patterns,
  /** Words that stand where a framework calls functions with requests that no decorator tells: `*Controller`. */
  'source-words': patterns,
  /** Names of all parameters, in order, of functions whose first one a platform fills from a request. */
  'source-signatures': patterns,
  /** Calls that never come back. */
  leaves: patterns,
  /** Calls that write what they are called on, or given, into what their arguments point to. */
  fills: patterns,
  /** Calls that write a request into what their arguments point to. */
  'source-fills': patterns,
  /** Calls whose result is as trustworthy as their receiver and arguments. */
  propagators: patterns,
  /** Calls whose result can carry no injection: conversions to numbers, identifiers, dates. */
  neutral: patterns,
  /** Declared types that can carry no injection. */
  'neutral-types': patterns,
  /** Calls whose result is harmless in one place, by the place. */
  cleaners: z.partialRecord(z.enum(CATEGORIES), patterns).default({}),
  /** Beginnings of what is no code of the project, where a file is read alone. */
  libraries: patterns,
})

export interface Knowledge {
  isSource(path: string): boolean
  isArgument(path: string): boolean
  leaves(path: string): boolean
  isSourceAnnotation(annotation: string): boolean
  isSourceDecorator(decorator: string): boolean
  isSourceSignature(parameters: string): boolean
  propagates(path: string): boolean
  fills(path: string): 'request' | 'input' | undefined
  isNeutral(path: string): boolean
  isNeutralType(type: string): boolean
  /** Whether requests come in it: what sources are members of. */
  isHolder(path: string): boolean
  /** The places in which the result of a call is harmless. */
  cleans(path: string): readonly Category[]
  isLibrary(path: string): boolean
  /** Whether a text can hold anything that a request brings: it speaks of one. */
  mentionsRequests(text: string): boolean
}

const loaded = new Map<RuleLanguage, Knowledge>()

type Data = z.output<typeof perLanguage>

function readKnowledge(language: RuleLanguage): Data {
  const file = new URL(`../knowledge/${language}.yml`, import.meta.url)
  return perLanguage.parse(parse(readFileSync(file, 'utf8')))
}

function merged(one: Data, other: Data): Data {
  const places = new Set([...Object.keys(one.cleaners), ...Object.keys(other.cleaners)] as Category[])
  const cleaners = Object.fromEntries(
    [...places].map((place) => [place, [...(one.cleaners[place] ?? []), ...(other.cleaners[place] ?? [])]]),
  )
  const lists = Object.entries(one).flatMap(([key, list]) =>
    Array.isArray(list) ? [[key, [...list, ...(other[key as keyof Data] as string[])]]] : [],
  )
  return { ...one, ...(Object.fromEntries(lists) as Partial<Data>), cleaners }
}

/** What is known about a language and its frameworks, whatever the rule: `knowledge/<language>.yml`. */
export function knowledgeOf(language: RuleLanguage): Knowledge {
  let knowledge = loaded.get(language)
  if (!knowledge) {
    // What is known of Java's libraries is known of Kotlin's.
    const data =
      language === 'kotlin' ? merged(readKnowledge('java'), readKnowledge(language)) : readKnowledge(language)
    const cleaners = Object.entries(data.cleaners).map(
      ([place, calls]) => [place as Category, pathMatcher(calls ?? [])] as const,
    )
    // A method of anything says nothing of what it is called on.
    const holders = new Set(
      data.sources.map((source) => source.replace(/\.[^.]*$/, '')).filter((holder) => holder !== '*'),
    )
    const isNeutral = pathMatcher(data.neutral)
    // `File.expand_path` is no route's name, as the others are that end in `_path`.
    const named = new Set(data.propagators)
    const fillsFromRequest = pathMatcher(data['source-fills'])
    const fillsFromInput = pathMatcher(data.fills)
    knowledge = {
      fills: remembered((path) =>
        fillsFromRequest(path) ? 'request' : fillsFromInput(path) ? 'input' : undefined,
      ),
      isHolder: remembered(pathMatcher([...holders])),
      cleans: remembered((path) => cleaners.flatMap(([place, matches]) => (matches(path) ? [place] : []))),
      isLibrary: pathMatcher(data.libraries),
      mentionsRequests: speaksOf(data, language),
      isSource: remembered(within(data.sources)),
      isArgument: remembered(within(data.arguments)),
      leaves: remembered(pathMatcher(data.leaves)),
      isSourceAnnotation: startsWithWord(data['source-annotations']),
      isSourceDecorator: pathMatcher(data['source-decorators']),
      isSourceSignature: (parameters) => data['source-signatures'].includes(parameters),
      propagates: remembered(pathMatcher(data.propagators)),
      isNeutral: remembered((path) => isNeutral(path) && !named.has(path)),
      isNeutralType: pathMatcher(data['neutral-types']),
    }
    loaded.set(language, knowledge)
  }
  return knowledge
}

/** What a rule says of its own about where values come from and what makes them harmless. */
export interface OwnKnowledge {
  /** In the place of what comes from a request; `requests` stands for that. */
  sources?: readonly string[] | undefined
  /** Calls whose result is harmless. */
  cleaners?: readonly string[] | undefined
}

/** The knowledge of a language with what a rule adds to it. */
export function withOwn(known: Knowledge, { sources, cleaners = [] }: OwnKnowledge): Knowledge {
  const isCleaner = pathMatcher(cleaners)
  const answer = { ...known, isNeutral: (path: string) => isCleaner(path) || known.isNeutral(path) }
  if (!sources) return answer
  const named = sources.filter((source) => source !== REQUESTS)
  const requests = named.length < sources.length
  const isSource = remembered(within(named))
  const speaks = mentions(named)
  return {
    ...answer,
    isSource: (path) => isSource(path) || (requests && known.isSource(path)),
    isSourceAnnotation: (annotation) => requests && known.isSourceAnnotation(annotation),
    isSourceDecorator: (decorator) => requests && known.isSourceDecorator(decorator),
    isSourceSignature: (parameters) => requests && known.isSourceSignature(parameters),
    isHolder: (path) => requests && known.isHolder(path),
    mentionsRequests: (text) => speaks(text) || (requests && known.mentionsRequests(text)),
  }
}

/** The knowledge for a file that imports whole packages: what begins with a class may be a class of each. */
export function withWildcards(known: Knowledge, packages: readonly string[]): Knowledge {
  if (packages.length === 0) return known
  const names = (path: string): string[] =>
    /^[A-Z]/.test(path) ? [path, ...packages.map((name) => `${name}.${path}`)] : [path]
  return {
    ...known,
    fills: (path) =>
      names(path)
        .map((name) => known.fills(name))
        .find(Boolean),
    cleans: (path) =>
      names(path)
        .map((name) => known.cleans(name))
        .find((places) => places.length > 0) ?? [],
    isNeutral: (path) => names(path).some((name) => known.isNeutral(name)),
    propagates: (path) => names(path).some((name) => known.propagates(name)),
    isSource: (path) => names(path).some((name) => known.isSource(name)),
    isHolder: (path) => names(path).some((name) => known.isHolder(name)),
    isLibrary: (path) => names(path).some((name) => known.isLibrary(name)),
  }
}

/** Among the sources of a rule: all that comes from a request. */
const REQUESTS = 'requests'

/** Matches whole dotted paths; `*` stands for any text, `*.` at the start also for nothing. */
export function pathMatcher(list: readonly string[]): (path: string) => boolean {
  if (list.length === 0) return () => false
  const escape = (text: string): string => text.replace(/[.+?^${}()|[\]\\]/g, '\\$&')
  const one = (pattern: string): string => {
    const anywhere = pattern.startsWith('*.')
    const rest = (anywhere ? pattern.slice(2) : pattern).split('*').map(escape).join('.*')
    return anywhere ? `(?:.*\\.)?${rest}` : rest
  }
  const expressionOf = (patterns: readonly string[]): RegExp =>
    new RegExp(`^(?:${patterns.map(one).join('|')})$`)
  const tailOf = (text: string): string => text.slice(text.lastIndexOf('.') + 1)
  const isOpen = (pattern: string): boolean => /[*([]/.test(tailOf(pattern))
  const [open, closed] = [list.filter(isOpen), list.filter((pattern) => !isOpen(pattern))]
  // Most calls are of none of them, which their last word says, or that the longest word of a pattern is missing.
  const tails = new Set(closed.map(tailOf))
  const ofClosed = expressionOf(closed)
  const ofOpen = open.map((pattern) => ({
    needed: longestWord(pattern),
    expression: expressionOf([pattern]),
  }))
  return (path) =>
    (tails.has(tailOf(path)) && ofClosed.test(path)) ||
    ofOpen.some(({ needed, expression }) => path.includes(needed) && expression.test(path))
}

/** What a path must hold to match: the longest text between the stars of a pattern. */
const longestWord = (pattern: string): string =>
  pattern
    .replace(/^\*\./, '')
    .split('*')
    .reduce((longest, text) => (text.length > longest.length ? text : longest), '')

const lastWord = (path: string): string => /(\w+)\W*$/.exec(path)?.[1] ?? ''

function mentions(paths: readonly string[]): (text: string) => boolean {
  const words = new Set(
    paths
      .map((path) => (/^\*?\w+\*?$/.test(path) ? path.replaceAll('*', '\\w{0,60}') : lastWord(path)))
      .filter((word) => word !== ''),
  )
  const expression = new RegExp(`\\b(?:${[...words].join('|')})\\b`)
  return (text) => words.size > 0 && expression.test(text)
}

/**
 * Where a request comes in, what brings it is named: the type or variable in front of a member, a decorator, a
 * parameter. Members alone (`get`, `data`) stand in every file.
 */
function speaksOf(data: Data, language: RuleLanguage): (text: string) => boolean {
  const filling = data['source-fills'].map((call) => `${call}()`)
  const words: string[] = []
  const ofPackages = new Map<string, string[]>()
  for (const source of [...data.sources, ...filling]) {
    // Of `context.request().getParam()` the context says more than `request`, which stands in every file.
    const path = source.replace(/\.[^.]*$/, '').replace(/(?<=\w)\.\w+\(\)$/, '')
    const holder = lastWord(path)
    // `Request` alone may be any class: of `spark.Request` the package is named too.
    const within = isJvm(language) ? /^(?:\*\.)?(\w[\w.]*\.)[A-Z]\w*$/.exec(path)?.[1] : undefined
    if (within !== undefined) ofPackages.set(within, [...(ofPackages.get(within) ?? []), path])
    else words.push(source.includes('.') && holder !== '' ? holder : lastWord(source))
  }
  const packages = [...ofPackages].map(([within, paths]) => [within, mentions(paths)] as const)
  const parameters = data['source-signatures'].map((signature) => lastWord(signature.replace(/[,(].*/, '')))
  const decorators = data['source-decorators'].map(lastWord)
  // An attribute of C#, Rust or PHP has no sign of its own.
  const signed = isJvm(language) ? data['source-annotations'] : []
  const plain = [
    ...(isJvm(language) ? [] : data['source-annotations']),
    ...(isJvm(language) || language === 'python' || language === 'javascript' ? [] : decorators),
  ]
  const names = mentions([...words, ...plain, ...parameters, ...data['source-words']])
  const decorator = new RegExp(`@[\\w.]*\\b(?:${decorators.join('|')})\\b`)
  const annotation = new RegExp(`@(?:\\w+:)?[\\w.]*\\b(?:${signed.join('|')})\\b`)
  return (text) =>
    names(text) ||
    packages.some(
      ([within, classes]) => (text.includes(within) || !text.includes('import ')) && classes(text),
    ) ||
    (decorators.length > 0 && decorator.test(text)) ||
    (signed.length > 0 && annotation.test(text))
}

/** As `under`, and quick about what has none of the last words in it. */
function within(list: readonly string[]): (path: string) => boolean {
  const matches = under(list)
  const words = mentions(list)
  return (path) => words(path) && matches(path)
}

const MAX_REMEMBERED = 20_000

/** The same names are asked for again and again. */
function remembered<T>(answer: (path: string) => T): (path: string) => T {
  const known = new Map<string, T>()
  return (path) => {
    if (known.has(path)) return known.get(path) as T
    if (known.size > MAX_REMEMBERED) known.clear()
    const value = answer(path)
    known.set(path, value)
    return value
  }
}

function under(list: readonly string[]): (path: string) => boolean {
  return pathMatcher(list.flatMap((pattern) => [pattern, `${pattern}.*`, `${pattern}[*`, `${pattern}(*`]))
}

function startsWithWord(list: readonly string[]): (text: string) => boolean {
  return (text) => list.includes(/^[\w.]*/.exec(text)?.[0]?.replace(/^.*\./, '') ?? '')
}
