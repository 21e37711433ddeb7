import { DockerfileParser, type Instruction as Parsed } from 'dockerfile-ast'
import { Source } from '../code/index.ts'

/** An instruction of a Dockerfile. */
export interface Instruction {
  /** In capital letters: `RUN`. */
  keyword: string
  /** What stands after it, lines joined. */
  text: string
  /** Offsets in the file, the end exclusive. */
  start: number
  end: number
  /** Index of its stage; -1 before the first `FROM`. */
  stage: number
}

export type ReadDockerfile =
  | { kind: 'read'; source: Source; instructions: Instruction[] }
  | { kind: 'unread'; detail: string }

const MAX_LENGTH = 200_000

/** The instructions of a Dockerfile, in order. */
export function readDockerfile(text: string): ReadDockerfile {
  if (text.length > MAX_LENGTH)
    return { kind: 'unread', detail: `oversized: ${text.length} characters, the bound is ${MAX_LENGTH}` }
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  const offset = ({ line, character }: { line: number; character: number }): number =>
    (starts[line] ?? text.length) + character
  let stage = -1
  const instructions = DockerfileParser.parse(text)
    .getInstructions()
    .map((one: Parsed): Instruction => {
      const keyword = one.getKeyword().toUpperCase()
      if (keyword === 'FROM') stage += 1
      const range = one.getRange()
      const [start, end] = [offset(range.start), offset(range.end)]
      // With its flags, which the library keeps apart from the arguments.
      const written = text.slice(start + keyword.length, end).replaceAll(/\\\s*\n/g, ' ')
      return { keyword, text: written.trim(), start, end, stage }
    })
  return { kind: 'read', source: new Source(text), instructions }
}
