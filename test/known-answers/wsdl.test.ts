import { describe, expect, test } from 'vitest'
import { errorsOf } from './known-case.ts'
import { CASES } from './wsdl-cases.ts'

describe('WSDL and XML Schema: answers decided from the standards', () => {
  test.each(CASES.map((known) => [known.name, known] as const))('%s', async (_, known) => {
    expect(await errorsOf(known)).toEqual([...(known.breaks ?? [])].toSorted())
  })
})
