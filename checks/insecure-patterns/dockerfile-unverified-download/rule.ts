import { defineRule } from '../../../src/model/index.ts'
import type { Instruction } from '../../../src/parse/dockerfile/index.ts'
import { DOCKERFILES, dockerfileOptions, type Mistake, mistakesIn } from '../dockerfile/dockerfiles.ts'

export default defineRule({
  title: 'Image built from a download that nothing verifies',
  level: 'note',
  confidence: 'medium',
  status: 'stable',
  module: 13,
  cwe: [494],
  files: DOCKERFILES,
  options: dockerfileOptions,
  check: (context) => mistakesIn(context, downloads),
})

function* downloads(instructions: readonly Instruction[]): Generator<Mistake> {
  for (const instruction of instructions) {
    const { keyword, text } = instruction
    if (keyword === 'ADD' && /(?:^|\s)https?:\/\//.test(text) && !/--checksum=/.test(text))
      yield {
        instruction,
        words: 'ADD',
        message: '`ADD` takes whatever the address answers on the day the image is built.',
        fix: 'Pin it with `--checksum=sha256:…`.',
      }
    const [piped] = /\b(?:curl|wget)\b[^|;&]*\|\s*(?:sudo\s+)?(?:ba|z|da)?sh\b/.exec(text) ?? []
    if (keyword === 'RUN' && piped !== undefined)
      yield {
        instruction,
        part: piped.split(/\s/)[0] ?? '',
        words: 'pipe',
        message: 'A script is run as it comes from the network on the day the image is built.',
        fix: 'Download a version by its number, compare its checksum, then run it.',
      }
  }
}
