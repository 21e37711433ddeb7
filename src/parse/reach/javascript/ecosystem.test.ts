import { expect, test } from 'vitest'
import { memorySnapshot } from '../../../changeset/memory.ts'
import { codeTree } from '../code-tree.ts'
import { reach } from '../reach.ts'
import { javascript } from './ecosystem.ts'

async function reached(files: Record<string, string>): Promise<string[]> {
  const tree = await codeTree(javascript, memorySnapshot(files), AbortSignal.timeout(10_000))
  if (!tree) throw new Error('no tree')
  const { graph, tests, loaded } = tree
  const found = reach(graph, { tests, loaded })
  return [...graph.files()].flatMap((path) => {
    const file = graph.file(path)
    if (!file || tests.includes(path)) return []
    return file.facts.units.flatMap(({ name }, index) =>
      index > 0 && found.has(file.first + index) ? [name] : [],
    )
  })
}

const TEST = 'import { it } from "vitest"\nit("x", () => {})\n'

test('what the compiler calls for JSX is reached, in files that are its runtime alone', async () => {
  const code = 'export const jsxDEV = (tag) => node(tag)\nfunction node(tag) { return tag }\n'
  expect(await reached({ 'a.test.ts': TEST, 'src/jsx-dev-runtime.ts': code })).toEqual(['jsxDEV', 'node'])
  expect(await reached({ 'a.test.ts': TEST, 'src/jsx.ts': code })).toEqual([])
})
