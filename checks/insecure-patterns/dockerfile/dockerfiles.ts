import { z } from 'zod'
import {
  changesLines,
  matcher,
  type Region,
  type Report,
  type RuleContext,
} from '../../../src/model/index.ts'
import { type Instruction, readDockerfile, type ReadDockerfile } from '../../../src/parse/dockerfile/index.ts'
import { TEST_GLOBS } from '../engine/definition.ts'

export const DOCKERFILES = [
  '**/{Dockerfile,Containerfile}',
  '**/{Dockerfile,Containerfile}.*',
  '**/*.{dockerfile,Dockerfile}',
]

/** Options of rules about Dockerfiles. */
export const dockerfileOptions = z.strictObject({
  exclude: z
    .array(z.string())
    .default([
      ...TEST_GLOBS,
      '**/{ci,.ci,.devcontainer,devcontainer,dev}/**',
      '**/*.{dev,test,ci,local,dockerignore}',
    ])
    .describe('Paths that are not looked at.'),
})

/** What is wrong with an instruction. */
export interface Mistake {
  instruction: Instruction
  /** A part of its text, to show its own line. */
  part?: string
  words: string
  message: string
  fix: string
}

/** Reports what `find` says of each changed Dockerfile, where the change wrote it. */
export async function* mistakesIn(
  context: RuleContext<z.output<typeof dockerfileOptions>>,
  find: (instructions: readonly Instruction[]) => Iterable<Mistake>,
): AsyncGenerator<Report, void> {
  for (const change of context.changes) {
    if (context.signal.aborted) return
    if (change.status === 'removed' || change.added.length === 0) continue
    if (matcher(context.optionsFor(change.path).exclude)(change.path)) continue
    const read = await context.shared(`dockerfile ${change.path}`, async (): Promise<ReadDockerfile> => {
      const content = await context.changeSet.head.read(change.path)
      return content.kind === 'unread'
        ? { kind: 'unread', detail: content.detail ?? content.reason }
        : readDockerfile(content.text)
    })
    if (read.kind === 'unread') {
      context.incomplete(`${change.path}: ${read.detail}`)
      continue
    }
    for (const { instruction, part, words, message, fix } of find(read.instructions)) {
      const { text } = read.source
      const at = part === undefined ? -1 : text.indexOf(part, instruction.start)
      const isInside = at >= 0 && at < instruction.end
      const region: Region = isInside
        ? read.source.region(at, at + (part ?? '').length)
        : read.source.region(instruction.start, instruction.end)
      if (!changesLines(change, 'head', region)) continue
      yield { location: { side: 'head', path: change.path, region }, subject: words, message, fix }
    }
  }
}
