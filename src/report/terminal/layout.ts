import { styleText } from 'node:util'
import type { Conclusion, Level } from '../../model/index.ts'
import { visible } from '../escape/index.ts'

export interface TerminalOptions {
  /** ANSI colours. */
  colour?: boolean
  /** Columns, 40 at least; 100 by default. */
  width?: number
}

type Style = Parameters<typeof styleText>[0]

/** Writes styled text; without colour, the text alone. */
export type Paint = (style: Style, text: string) => string

export function painter(colour: boolean): Paint {
  return colour ? (style, text) => styleText(style, text, { validateStream: false }) : (_style, text) => text
}

export const LEVEL_STYLE: Readonly<Record<Level, Style>> = {
  error: ['red', 'bold'],
  warning: ['yellow', 'bold'],
  note: ['cyan', 'bold'],
}

export const CONCLUSION_STYLE: Readonly<Record<Conclusion, Style>> = {
  success: ['green', 'bold'],
  neutral: ['cyan', 'bold'],
  failure: ['red', 'bold'],
  action_required: ['yellow', 'bold'],
}

export const MARK: Readonly<Record<Conclusion, string>> = {
  success: '✓',
  neutral: '•',
  failure: '✗',
  action_required: '!',
}

/**
 * Lines of at most `width` columns, later ones indented. A word longer than a line stays whole: an address that is
 * broken cannot be opened. Unseen characters become visible escapes.
 */
export function wrap(text: string, width: number, indent: number): string {
  const room = Math.max(20, width - indent)
  const lines: string[] = []
  let line = ''
  for (const word of visible(text).split(' ')) {
    if (line !== '' && columns(line) + 1 + columns(word) > room) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  lines.push(line)
  return lines.join(`\n${' '.repeat(indent)}`)
}

/** Columns a terminal gives a text: East Asian wide characters and emoji take two, marks none. */
export function columns(text: string): number {
  let width = 0
  for (const character of text) {
    if (/\p{M}|\u200d|\ufe0f/u.test(character)) continue
    width +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u.test(
        character,
      )
        ? 2
        : 1
  }
  return width
}

export function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - columns(text)))
}
