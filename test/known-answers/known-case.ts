import { judge } from './judging.ts'

/** One change to a contract and what the standards say of it. */
export interface KnownCase {
  name: string
  base: Files
  head: Files
  /** `side: text of the reported line` for a breaking change; undefined: nothing at level `error`. */
  breaks?: readonly string[]
}

export type Files = Readonly<Record<string, string>>
export type Edit = readonly [from: string | RegExp, to: string]

/** The text with every `from` replaced; a `from` that is not there is a mistake of the test. */
export function edited(text: string, edits: readonly Edit[]): string {
  let out = text
  for (const [from, to] of edits) {
    const next = typeof from === 'string' ? out.replaceAll(from, to) : out.replace(from, to)
    if (next === out) throw new Error(`${String(from)} changes nothing`)
    out = next
  }
  return out
}

export function known(name: string, base: Files, head: Files, breaks: readonly string[]): KnownCase {
  return { name, base, head, ...(breaks.length > 0 && { breaks }) }
}

/** `side: text of the line` of each error of a rule that is on by default, sorted; what was not looked at too. */
export async function errorsOf({ base, head }: KnownCase): Promise<string[]> {
  const { errors, notLookedAt } = await judge({ base, head })
  const lines = errors.map((error) => {
    const [, side = '', path = '', line = '1'] = /^error \S+ (base|head) (.+?):(\d+|\?) /.exec(error) ?? []
    const text = ((side === 'base' ? base : head)[path] ?? '').split(/\r?\n/)[Number(line) - 1]
    return `${side}: ${text?.trim() ?? ''}`
  })
  return [...new Set([...lines, ...notLookedAt.map((what) => `not looked at: ${what}`)])].toSorted()
}
