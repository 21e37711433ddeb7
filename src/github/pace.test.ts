import { expect, test } from 'vitest'
import { RateLimited } from './errors.ts'
import { Pace } from './pace.ts'

test('a window lets its number through and then asks to wait for the oldest to leave', async () => {
  let now = 0
  const pace = new Pace([{ milliseconds: 60_000, requests: 3 }], () => now)
  for (let index = 0; index < 3; index += 1) {
    await pace.take()
    now += 1_000
  }
  const error = await pace.take().catch((cause: unknown) => cause)
  expect(error).toBeInstanceOf(RateLimited)
  expect((error as RateLimited).retryAfterSeconds).toBe(57)
  now = 60_001
  await pace.take()
})

test('an abort ends a short wait', async () => {
  let now = 0
  const pace = new Pace([{ milliseconds: 4_000, requests: 1 }], () => now)
  await pace.take()
  await expect(pace.take(AbortSignal.timeout(20))).rejects.toThrow(/abort/i)
  now = 5_000
  await pace.take()
})
