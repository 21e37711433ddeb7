import { defineRule } from '../../../src/model/index.ts'
import type { Instruction } from '../../../src/parse/dockerfile/index.ts'
import { DOCKERFILES, dockerfileOptions, type Mistake, mistakesIn } from '../dockerfile/dockerfiles.ts'
import { uncheckedIn, uncheckedVariable } from '../shell/unchecked.ts'

export default defineRule({
  title: 'Image built without checking what it takes in',
  level: 'error',
  confidence: 'high',
  status: 'stable',
  module: 13,
  cwe: [295, 494],
  files: DOCKERFILES,
  options: dockerfileOptions,
  check: (context) => mistakesIn(context, unchecked),
})

function* unchecked(instructions: readonly Instruction[]): Generator<Mistake> {
  for (const instruction of instructions) {
    const { keyword, text } = instruction
    const name = keyword === 'ENV' || keyword === 'ARG' ? uncheckedVariable(text) : undefined
    if (name !== undefined)
      yield {
        instruction,
        part: name,
        words: name,
        message: `\`${name}\` turns a check of what comes from the network off, for the whole image.`,
        fix: 'Leave it out; for a private authority, install its certificate in the image.',
      }
    if (keyword !== 'RUN') continue
    for (const { option, what, fix } of uncheckedIn(text))
      yield {
        instruction,
        part: option,
        words: `${what} ${option}`,
        message: `${what} while the image is built: \`${option}\`.`,
        fix,
      }
  }
}
