import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { INSECURE, World } from './world.ts'

const MAIN = join(import.meta.dirname, '../../src/cli/main.ts')

function start(world: World, args: string[]): ReturnType<typeof spawn> {
  return spawn(process.execPath, [MAIN, ...args], { cwd: world.dir, stdio: ['ignore', 'pipe', 'pipe'] })
}

async function ended(child: ReturnType<typeof spawn>): Promise<{ code: number | null; stderr: string }> {
  let stderr = ''
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  return { code, stderr }
}

test('the process ends with the exit code and leaves nothing running', async () => {
  using world = new World().repository({}, { 'src/users.ts': INSECURE })
  const child = start(world, ['review'])
  child.stdout?.resume()
  await expect(ended(child)).resolves.toEqual({ code: 1, stderr: '' })
})

test('a reader that goes away ends the program without a word', async () => {
  using world = new World()
  const child = start(world, ['explain', 'insecure-patterns/sql-injection'])
  child.stdout?.destroy()
  const { stderr } = await ended(child)
  expect(stderr).toBe('')
})

test('SIGINT cancels', async () => {
  using world = new World().repository({}, { 'src/users.ts': INSECURE })
  const child = start(world, ['review'])
  child.stdout?.resume()
  // The program listens for the signal once it is loaded; before that, the signal itself ends it.
  const again = setInterval(() => child.kill('SIGINT'), 400)
  const { code } = await ended(child).finally(() => clearInterval(again))
  expect([130, null]).toContain(code)
})
