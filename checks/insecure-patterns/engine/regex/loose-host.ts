const TOP = 'com|org|net|io|dev|gov|edu|internal'
/**
 * Behind a scheme or the beginning, a dot that stands for any character, and the rest of a host. A link within a
 * sentence checks nothing.
 */
const LOOSE_HOST = new RegExp(
  String.raw`^[^\s]*?(?:\^|:\\?/\\?/)[^\n]{0,200}?[\w)\]+*-]\.(?:[a-z0-9-]{1,40}\\?\.){0,4}(?:${TOP})(?![\w-])`,
  'i',
)
const MAX_LENGTH = 2000

/** Whether a regular expression names a host with a dot that is not escaped: `^https://www.example.com`. */
export function hasLooseHost(pattern: string): boolean {
  return pattern.length <= MAX_LENGTH && LOOSE_HOST.test(pattern)
}

const HOST_END = new RegExp(String.raw`\.(?:${TOP})(?![\w-])`, 'gi')
/** How a literal of its own, or a text in quotes, begins. */
const OPENED = /["'`]|\/$|%r/
const BEFORE = 400

/** Whether a file may hold such an expression. Takes time in proportion to it. */
export function mayHoldLooseHost(text: string): boolean {
  for (const { index } of text.matchAll(HOST_END)) {
    const before = text.slice(Math.max(0, index - BEFORE), index)
    const line = before.slice(before.lastIndexOf('\n') + 1)
    const signs = [line.lastIndexOf('^'), line.lastIndexOf('://')]
    const isOpened = signs.some((at) => at >= 0 && OPENED.test(line.slice(0, at)))
    if (isOpened || line.includes(String.raw`:\/\/`) || line.includes('%r')) return true
  }
  return false
}
