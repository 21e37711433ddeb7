import { defineRule } from '../../../src/model/index.ts'
import type { Instruction } from '../../../src/parse/dockerfile/index.ts'
import { DOCKERFILES, dockerfileOptions, type Mistake, mistakesIn } from '../dockerfile/dockerfiles.ts'
import { baseImages, isNewest } from '../dockerfile/images.ts'

/** The program among the packages, or used to become somebody else. */
const SUDO = /\binstall\b[^;&|]*\ssudo(?=[\s;&|]|$)|(?:^|[\s;&|(])sudo\s+(?:-\S*[uEH]|--user)/

export default defineRule({
  title: 'Dockerfile with a habit that weakens the image',
  level: 'note',
  confidence: 'medium',
  status: 'preview',
  module: 13,
  cwe: [250, 1357],
  files: DOCKERFILES,
  options: dockerfileOptions,
  check: (context) => mistakesIn(context, habits),
})

function* habits(instructions: readonly Instruction[]): Generator<Mistake> {
  for (const instruction of instructions)
    if (instruction.keyword === 'RUN' && SUDO.test(instruction.text))
      yield {
        instruction,
        part: 'sudo',
        words: 'sudo',
        message: '`sudo` in the image gives whoever gets into the container a way to become root.',
        fix: 'Leave it out of the image; `USER`, `gosu` and `setpriv` become somebody else.',
      }
  for (const { instruction, image } of baseImages(instructions))
    if (!isNewest(image))
      yield {
        instruction,
        words: `image ${image}`,
        message: `The tag of \`${image}\` can be moved: what is built tomorrow may hold something else.`,
        fix: 'Name the version and its digest: `image:1.2.3@sha256:…`; Dependabot and Renovate keep both up to date.',
      }
}
