import { nearest } from '../../../../config/file/suggest.ts'
import { plainLines } from './lines.ts'

/** What can be asked for. */
export type CommandName =
  | 'waive'
  | 'unwaive'
  | 'approve'
  | 'false-positive'
  | 'explain'
  | 'config'
  | 'recheck'
  | 'show-all'
  | 'help'

/** One line of a comment that is meant for the app. */
export interface Command {
  name: CommandName
  /** A rule as it was written; whether it exists is for others to say. */
  rule?: string
  /** A day of the calendar, `YYYY-MM-DD`. */
  until?: string
  reason?: string
  /** The line as it was written, white space aside: the same line asks for the same. */
  line: string
}

export type ParsedCommand =
  | { ok: true; command: Command }
  /** `problem` and `usage` are plain text in which words between backticks are code. */
  | { ok: false; line: string; problem: string; usage: string }

/** Commands that one comment can hold; the rest is not looked at. */
export const MAX_COMMANDS = 10
/** Characters of a reason. */
export const MAX_REASON = 500

interface Shape {
  usage: string
  what: string
  rule?: true
  until?: true
  reason?: true
}

/** How each is written. */
export const COMMANDS: Readonly<Record<CommandName, Shape>> = {
  waive: {
    usage: '/roadmap waive <rule> until=2027-03-31 reason=why it is accepted',
    what: 'accepts a finding until a day; in the thread of a finding the rule can be left out',
    rule: true,
    until: true,
    reason: true,
  },
  unwaive: { usage: '/roadmap unwaive <rule>', what: 'takes waivers and dismissals back', rule: true },
  approve: {
    usage: '/roadmap approve <rule>',
    what: 'approves a waiver that somebody else asked for',
    rule: true,
  },
  'false-positive': {
    usage: '/roadmap false-positive reason=why it is none',
    what: 'dismisses the finding of a thread for good: it is wrong',
    rule: true,
    reason: true,
  },
  explain: {
    usage: '/roadmap explain <rule>',
    what: 'says what a rule looks for, why, and how it is set here',
    rule: true,
  },
  config: {
    usage: '/roadmap config',
    what: 'shows the configuration in force and where each value comes from',
  },
  recheck: { usage: '/roadmap recheck', what: 'reviews the newest commit once more' },
  'show-all': {
    usage: '/roadmap show-all',
    what: 'comments on what was held back by the limit of inline comments too',
  },
  help: { usage: '/roadmap help', what: 'lists the commands' },
}

const NAMES = Object.keys(COMMANDS) as CommandName[]
const KEYS = ['until', 'reason'] as const
const PREFIX = /^\/roadmap(?=\s|$)[ \t]*/i

/** Whether a comment asks for anything: cheaper than to read it. */
export function hasCommand(body: string): boolean {
  return /^\/roadmap(?:\s|$)/im.test(body) && plainLines(body).some((line) => PREFIX.test(line))
}

/** The commands of a comment's Markdown, in order, at most `MAX_COMMANDS`. Pure and bounded. */
export function parseCommands(body: string): ParsedCommand[] {
  return plainLines(body)
    .filter((line) => PREFIX.test(line))
    .slice(0, MAX_COMMANDS)
    .map((line) => parseLine(line.trim()))
}

function parseLine(written: string): ParsedCommand {
  const line = written.slice(0, 2_000).replace(/\s+/g, ' ')
  const [, first = '', rest = ''] = /^(\S*)\s*(.*)$/s.exec(line.replace(PREFIX, '')) ?? []
  if (first === '') return { ok: true, command: { name: 'help', line } }
  const name = NAMES.find((one) => one === first.toLowerCase())
  if (!name) {
    const meant = nearest(first, NAMES) as CommandName | undefined
    const problem = `There is no command ${code(first)}${meant ? `; did you mean ${code(meant)}?` : '.'}`
    return { ok: false, line, problem, usage: COMMANDS[meant ?? 'help'].usage }
  }
  const shape = COMMANDS[name]
  const wrong = (problem: string): ParsedCommand => ({ ok: false, line, problem, usage: shape.usage })
  const { words, values, problem } = readArguments(rest, shape)
  if (problem !== undefined) return wrong(problem)
  if (words.length > (shape.rule ? 1 : 0)) {
    const [extra = ''] = words.slice(shape.rule ? 1 : 0)
    const hint = shape.reason ? ' A reason is written as `reason=…`.' : ''
    return wrong(`I do not know what ${code(extra)} means here.${hint}`)
  }
  const [rule] = words
  const { until, reason } = values
  if (shape.until && until === undefined) return wrong('The day it ends is missing: `until=YYYY-MM-DD`.')
  if (until !== undefined && !isDay(until)) {
    return wrong(`${code(until)} is not a day of the calendar, written as YYYY-MM-DD.`)
  }
  if (shape.reason && (reason === undefined || reason === ''))
    return wrong('The reason is missing: `reason=…`.')
  if (reason !== undefined && reason.length > MAX_REASON) {
    return wrong(`The reason is longer than ${MAX_REASON} characters.`)
  }
  return {
    ok: true,
    command: {
      name,
      ...(rule !== undefined && { rule: rule.replace(/^`(.*)`$/, '$1') }),
      ...(until !== undefined && { until }),
      ...(reason !== undefined && { reason }),
      line,
    },
  }
}

interface Arguments {
  words: string[]
  values: { until?: string; reason?: string }
  problem?: string
}

/** Words, and `key=value`; a value in quotes holds spaces, and a reason without them reaches to the next key. */
function readArguments(text: string, shape: Shape): Arguments {
  const found: Arguments = { words: [], values: {} }
  let rest = text
  while (rest !== '' && found.problem === undefined) {
    const pair = /^([\w-]+)\s?=\s?/.exec(rest)
    if (!pair) {
      const [word = ''] = /^\S+/.exec(rest) ?? []
      found.words.push(word)
      rest = rest.slice(word.length).trimStart()
      continue
    }
    const key = (pair[1] ?? '').toLowerCase()
    const known = KEYS.find((one) => one === key && shape[one])
    if (!known) {
      const meant = nearest(
        key,
        KEYS.filter((one) => shape[one]),
      )
      found.problem = `There is no ${code(`${key}=`)} here${meant ? `; did you mean ${code(`${meant}=`)}?` : '.'}`
      break
    }
    if (found.values[known] !== undefined) {
      found.problem = `${code(`${known}=`)} stands there twice.`
      break
    }
    const [value, left] = valueOf(rest.slice(pair[0].length), known)
    found.values[known] = value
    rest = left
  }
  return found
}

const QUOTES: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '“': '”',
  '‘': '’',
  '„': '“',
  '«': '»',
}

function valueOf(text: string, key: (typeof KEYS)[number]): [string, string] {
  const closing = QUOTES[text[0] ?? '']
  const end = closing === undefined ? -1 : text.indexOf(closing, 1)
  if (end > 0 && /^(?:\s|$)/.test(text.slice(end + 1))) {
    return [text.slice(1, end).trim(), text.slice(end + 1).trimStart()]
  }
  const stop = key === 'reason' ? / (?:until|reason)\s?=/i.exec(text)?.index : /\s/.exec(text)?.index
  return stop === undefined ? [text.trim(), ''] : [text.slice(0, stop).trim(), text.slice(stop).trimStart()]
}

/** As code in text whose words between backticks are code: without backticks of its own. */
function code(text: string): string {
  return `\`${text.slice(0, 60).replaceAll('`', "'")}\``
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}
