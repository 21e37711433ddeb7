import { describe, expect, test } from 'vitest'
import { errorsOf } from './known-case.ts'
import { CASES } from './protobuf-cases.ts'

describe('Protocol Buffers: answers decided from the category FILE of buf', () => {
  test.each(CASES.map((known) => [known.name, known] as const))('%s', async (_, known) => {
    expect(await errorsOf(known)).toEqual([...(known.breaks ?? [])].toSorted())
  })
})
