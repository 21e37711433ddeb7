import type { Instruction } from '../../../src/parse/dockerfile/index.ts'

/** Images of others that stages begin with, without a digest. */
export function baseImages(
  instructions: readonly Instruction[],
): { instruction: Instruction; image: string }[] {
  const stages = new Set<string>()
  return instructions.flatMap((instruction) => {
    if (instruction.keyword !== 'FROM') return []
    const [image = '', , name = ''] = instruction.text
      .replace(/--\S+\s*/g, '')
      .trim()
      .split(/\s+/)
    const isOther = !stages.has(image) && image !== 'scratch' && !/[$@]/.test(image)
    if (name !== '') stages.add(name)
    return isOther ? [{ instruction, image }] : []
  })
}

/** Whether it has no tag, or one that says nothing. */
export const isNewest = (image: string): boolean => /^(?:[^:]|:\d+\/)*(?::latest)?$/.test(image)
