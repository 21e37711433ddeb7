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

/** Whether a file may hold such an expression: in quotes, or as a literal of its own. */
export const MAY_HOLD_LOOSE_HOST = new RegExp(
  String.raw`(?:["'\x60][^\n]{0,200}?(?:\^|:\\?/\\?/)|/\^|%r|:\\/\\/)[^\n]{0,200}?\.(?:${TOP})(?![\w-])`,
  'i',
)
