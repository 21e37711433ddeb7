import type { Instruction } from '../../../src/parse/dockerfile/index.ts'

/** Official images of languages, which start as root and have no service of their own that would give it up. */
const RUNTIME =
  /^(?:docker\.io\/|(?:docker\.io\/)?library\/)?(?:node|python|pypy|ruby|golang|rust|openjdk|eclipse-temurin|amazoncorretto|maven|gradle|perl|elixir|erlang|haskell|swift|oven\/bun|denoland\/deno|mcr\.microsoft\.com\/dotnet\/(?:aspnet|runtime|sdk))(?::|@|\s|$)/
/** What starts as root and goes on as somebody else. */
const DROPS = /\b(?:gosu|su-exec|setpriv|runuser|chpst|s6-setuidgid|entrypoint|supervisord|tini)\b|\bsu\s+-/

export interface AsRoot {
  /** Where somebody else would have to be named. */
  instruction: Instruction
  /** Whether it is root in so many words, or a program of one's own that an image of its language starts. */
  isPlain: boolean
}

/** What the last stage starts as root. */
export function startedAsRoot(instructions: readonly Instruction[]): AsRoot | undefined {
  const last = instructions.findLast(({ keyword }) => keyword === 'FROM')
  if (!last) return undefined
  const own = instructions.filter(({ stage }) => stage === last.stage)
  const start = own.find(({ keyword }) => keyword === 'CMD' || keyword === 'ENTRYPOINT')
  const user = own.findLast(({ keyword }) => keyword === 'USER')
  const isDropped = own.some(
    ({ keyword, text }) => (keyword === 'CMD' || keyword === 'ENTRYPOINT') && DROPS.test(text),
  )
  if (user)
    return /^(?:root|0)(?::|$)/.test(user.text.trim())
      ? { instruction: user, isPlain: !isDropped }
      : undefined
  // Images made for it, and stages of the same file, bring a user.
  if (!start || /distroless|nonroot|unprivileged|\bscratch\b/.test(last.text)) return undefined
  const image = last.text.replace(/--\S+\s*/g, '').trim()
  const names = instructions
    .filter(({ keyword }) => keyword === 'FROM')
    .map(({ text }) => / as (\S+)/i.exec(text)?.[1])
  if (names.includes(image.split(/\s/)[0])) return undefined
  return { instruction: start, isPlain: RUNTIME.test(image) && !isDropped }
}
