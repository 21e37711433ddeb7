import { expect, test } from 'vitest'
import { inBatches } from './fetch-batches.ts'

test('joins what is asked for while another fetch is under way', async () => {
  const batches: (readonly string[])[] = []
  const first = Promise.withResolvers<void>()
  const fetch = inBatches(async (oids) => {
    batches.push(oids)
    if (batches.length === 1) await first.promise
  })
  const all = [fetch(['a']), fetch(['b', 'a'])]
  await expect.poll(() => batches.length).toBe(1)
  all.push(fetch(['c']))
  const later = fetch(['d'])
  first.resolve()
  await Promise.all([...all, later])
  expect(batches).toStrictEqual([
    ['a', 'b'],
    ['c', 'd'],
  ])
})

test('a fetch that fails fails for those who wait for it, and for nobody else', async () => {
  let calls = 0
  const fetch = inBatches(() => (calls++ === 0 ? Promise.reject(new Error('broken')) : Promise.resolve()))
  await expect(fetch(['a'])).rejects.toThrow('broken')
  await expect(fetch(['b'])).resolves.toBeUndefined()
})
