import { defineRule } from '../../../src/model/index.ts'
import type { Instruction } from '../../../src/parse/dockerfile/index.ts'
import { DOCKERFILES, dockerfileOptions, type Mistake, mistakesIn } from '../dockerfile/dockerfiles.ts'

export default defineRule({
  title: 'Image that runs as root',
  level: 'note',
  confidence: 'medium',
  status: 'preview',
  module: 13,
  cwe: [250],
  files: DOCKERFILES,
  options: dockerfileOptions,
  check: (context) => mistakesIn(context, asRoot),
})

function* asRoot(instructions: readonly Instruction[]): Generator<Mistake> {
  const last = instructions.findLast(({ keyword }) => keyword === 'FROM')
  if (!last) return
  const own = instructions.filter(({ stage }) => stage === last.stage)
  const start = own.find(({ keyword }) => keyword === 'CMD' || keyword === 'ENTRYPOINT')
  if (!start) return
  const user = own.findLast(({ keyword }) => keyword === 'USER')
  const isRoot = user && /^(?:root|0)(?::|$)/.test(user.text.trim())
  // Images made for it, and stages of the same file, bring a user.
  if (!user && /distroless|nonroot|unprivileged|\bscratch\b/.test(last.text)) return
  const names = instructions
    .filter(({ keyword }) => keyword === 'FROM')
    .map(({ text }) => / as (\S+)/i.exec(text)?.[1])
  if (!user && names.includes(last.text.split(/\s/)[0])) return
  if (user && !isRoot) return
  yield {
    // Where it starts is where it would have to be somebody else.
    instruction: user ?? start,
    words: 'root',
    message: 'The processes of this image run as root.',
    fix: 'Add `USER` with the number of a user of your own before `CMD` and `ENTRYPOINT`.',
  }
}
