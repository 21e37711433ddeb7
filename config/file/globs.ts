import picomatch from 'picomatch'
import { MAX_GLOB_LENGTH, MAX_STARS } from './limits.ts'

/** What is wrong with a glob over repository paths, or undefined. Also keeps the matcher from backtracking. */
export function globProblem(glob: string): { message: string; hint?: string } | undefined {
  if (glob.trim() === '') return { message: 'an empty glob matches nothing' }
  if (glob.length > MAX_GLOB_LENGTH) return { message: `a glob has at most ${MAX_GLOB_LENGTH} characters` }
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\u0000-\u001F]/.test(glob)) return { message: 'a glob has no control characters' }
  if (glob.startsWith('/') || glob.startsWith('./')) {
    return {
      message: `paths are relative to the root of the repository: ${glob} matches nothing`,
      hint: `write ${glob.replace(/^\.?\/+/, '')}`,
    }
  }
  if (/(^|\/)\.\.(\/|$)/.test(glob)) return { message: `${glob} leads out of the repository` }
  if (glob.endsWith('/')) {
    return { message: `${glob} matches no file: files end without a slash`, hint: `write ${glob}**` }
  }
  if (/^[A-Za-z]:\\|\\[A-Za-z0-9]/.test(glob)) {
    return { message: `${glob} has a backslash between names`, hint: `write ${glob.replaceAll('\\', '/')}` }
  }
  if (/(^|[^\\])[()]/.test(glob)) {
    return {
      message: `${glob} has a group in parentheses, which globs do not have here`,
      hint: 'write {a,b} for alternatives, or \\( for the character itself',
    }
  }
  if (!balanced(glob, '{', '}') || !balanced(glob, '[', ']')) {
    return { message: `${glob} has an opening bracket without its closing one` }
  }
  if (glob.split('/').filter((segment) => segment.includes('**')).length > MAX_STARS) {
    return { message: `a glob has at most ${MAX_STARS} times **` }
  }
  const busy = glob
    .split('/')
    .find((segment) => segment !== '**' && [...segment.matchAll(/\*+|[\]}]\+/g)].length > MAX_STARS)
  if ([...glob.matchAll(/\{/g)].length > MAX_STARS)
    return { message: `a glob has at most ${MAX_STARS} times {a,b}` }
  if (busy !== undefined) return { message: `one part of a path has at most ${MAX_STARS} times *: ${busy}` }
  try {
    picomatch.makeRe(glob, { dot: true, debug: true })
  } catch (error) {
    return { message: `${glob} is no glob: ${error instanceof Error ? error.message : String(error)}` }
  }
  return undefined
}

function balanced(glob: string, open: string, close: string): boolean {
  let depth = 0
  for (let at = 0; at < glob.length; at++) {
    if (glob[at] === '\\') at++
    else if (glob[at] === open) depth++
    else if (glob[at] === close && --depth < 0) return false
  }
  return depth === 0
}
