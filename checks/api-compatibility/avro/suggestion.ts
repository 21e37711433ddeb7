import type { Region, Suggestion } from '../../../src/model/index.ts'

/**
 * Gives a new field that may be null the default null, where the field stands on one line of a JSON file by itself.
 * What is suggested is read again first: it must be the same field, with the default.
 */
export function withDefault(path: string, text: string, { startLine }: Region): Suggestion | undefined {
  const line = text.split('\n')[startLine - 1]?.replace(/\r$/, '') ?? ''
  const [, indent = '', object, rest = ''] = /^(\s*)(\{.*\})(\s*,?\s*)$/.exec(line) ?? []
  if (object === undefined) return undefined
  const field = parsed(object)
  const type = field?.['type']
  if (!field || 'default' in field || !Array.isArray(type) || type[0] !== 'null') return undefined
  const space = /\s*\}$/.exec(object)?.[0] ?? '}'
  const mended = `${object.slice(0, -space.length)}, "default": null${space}`
  if (parsed(mended)?.['name'] !== field['name']) return undefined
  const region = { startLine, endLine: startLine }
  return { path, region, replacement: `${indent}${mended}${rest}` }
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
  } catch {
    // The braces of the line do not belong together: nothing is suggested.
    return undefined
  }
}
