import { defineRule } from '../../../src/model/index.ts'
import type { Instruction } from '../../../src/parse/dockerfile/index.ts'
import { DOCKERFILES, dockerfileOptions, type Mistake, mistakesIn } from '../dockerfile/dockerfiles.ts'
import { startedAsRoot } from '../dockerfile/users.ts'

export default defineRule({
  title: 'Image without a user of its own',
  level: 'note',
  confidence: 'medium',
  status: 'preview',
  module: 13,
  cwe: [250],
  files: DOCKERFILES,
  options: dockerfileOptions,
  check: (context) => mistakesIn(context, withoutUser),
})

function* withoutUser(instructions: readonly Instruction[]): Generator<Mistake> {
  const found = startedAsRoot(instructions)
  if (!found || found.isPlain) return
  yield {
    instruction: found.instruction,
    words: 'no user',
    message: 'The processes of this image start as root, unless its base or its script says otherwise.',
    fix: 'Add `USER` with the number of a user of your own before `CMD` and `ENTRYPOINT`.',
  }
}
