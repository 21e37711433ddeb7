import { defineRule } from '../../../src/model/index.ts'
import type { Instruction } from '../../../src/parse/dockerfile/index.ts'
import { DOCKERFILES, dockerfileOptions, type Mistake, mistakesIn } from '../dockerfile/dockerfiles.ts'
import { startedAsRoot } from '../dockerfile/users.ts'

export default defineRule({
  title: 'Image that runs as root',
  level: 'note',
  confidence: 'high',
  status: 'stable',
  module: 13,
  cwe: [250],
  files: DOCKERFILES,
  options: dockerfileOptions,
  check: (context) => mistakesIn(context, asRoot),
})

function* asRoot(instructions: readonly Instruction[]): Generator<Mistake> {
  const found = startedAsRoot(instructions)
  if (found?.isPlain !== true) return
  yield {
    instruction: found.instruction,
    words: 'root',
    message: 'The processes of this image run as root.',
    fix: 'Add `USER` with the number of a user of your own before `CMD` and `ENTRYPOINT`.',
  }
}
