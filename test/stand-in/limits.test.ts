import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask, tokenFor } from './client.ts'
import { startStandIn } from './index.ts'
import type { FileSpec, Repository, StandIn } from './index.ts'

let standIn: StandIn
let shop: Repository
let token: string

beforeAll(async () => {
  standIn = await startStandIn()
  shop = await standIn.createRepository({ name: 'shop' })
  token = await tokenFor(standIn, shop)
})

afterAll(async () => {
  expect(standIn.violations).toEqual([])
  await standIn.close()
})

test('a pull request of 5,000 files; the list ends at 3,000, as on GitHub', async () => {
  const files = Object.fromEntries(
    Array.from({ length: 5000 }, (_, index) => [`many/${index}.txt`, `${index}\n`] as const),
  )
  await standIn.push(shop, 'many', { files })
  const pull = await standIn.openPull(shop, { head: 'many' })
  const path = `GET /repos/acme/shop/pulls/${pull.number}`
  expect((await ask(standIn, token, path)).body['changed_files']).toBe(5000)
  const last = await ask(standIn, token, `${path}/files?per_page=100&page=30`)
  expect(last.body).toHaveLength(100)
  expect(last.headers.get('link')).not.toContain('rel="next"')
})

test('every kind of entry and name arrives as it was given', async () => {
  const files: Record<string, FileSpec> = {
    'run.sh': { content: '#!/bin/sh\n', executable: true },
    link: { symlink: '/etc/passwd' },
    module: { submodule: '1'.repeat(40) },
    'nul.bin': Buffer.from([0, 1, 2, 255]),
    'new\nline "quoted" \\ 🦕.txt': 'x\n',
    '-rf': 'x\n',
    ':(top)magic': 'x\n',
  }
  const sha = await standIn.push(shop, "odd;$(touch${IFS}x)'", { files })
  await standIn.openPull(shop, { head: "odd;$(touch${IFS}x)'" })
  const tree = await shop.git.run('ls-tree', '-z', '-r', sha)
  const entries = tree.split('\0').filter(Boolean)
  const modes = Object.fromEntries(
    entries.map((line) => [line.slice(line.indexOf('\t') + 1), line.slice(0, 6)]),
  )
  expect(modes).toMatchObject({ 'run.sh': '100755', link: '120000', module: '160000', '-rf': '100644' })
  for (const path of Object.keys(files)) expect(Object.keys(modes)).toContain(path)
  const get = async (path: string) =>
    (await ask(standIn, token, `GET /repos/acme/shop/contents/${encodeURIComponent(path)}?ref=${sha}`)).body
  expect((await get('link'))['type']).toBe('symlink')
  expect((await get('module'))['type']).toBe('submodule')
  expect((await get(':(top)magic'))['size']).toBe(2)
  expect((await get('nul.bin'))['content']).toBe('AAEC/w==')
})
