import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { INSECURE, World } from '../cli/world.ts'

const root = join(import.meta.dirname, '../..')

test('the example of docs/library.md runs and reviews', () => {
  using world = new World().repository({}, { 'src/users.ts': INSECURE })
  const markdown = readFileSync(join(root, 'docs/library.md'), 'utf8')
  const example = /```ts run\n([\s\S]*?)```/.exec(markdown)?.[1] ?? ''
  // The package's own name is what stands in its `exports`; from the sources it is this file.
  const code = example.replace("'roadmap-review'", JSON.stringify(join(root, 'src/index.ts')))
  expect(code).not.toBe(example)
  const file = world.path('example.mts')
  writeFileSync(file, code)
  const output = execFileSync(process.execPath, [file], { cwd: world.dir, encoding: 'utf8' })
  rmSync(file)
  expect(output).toContain('insecure-patterns/sql-injection')
  expect(output.trim().split('\n').at(-1)).toBe('failure')
})
