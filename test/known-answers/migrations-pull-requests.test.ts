import { describe, expect, test } from 'vitest'
import { OTHER_FAULTS, OTHER_TIDY } from './migrations/other-databases.ts'
import { POSTGRESQL_FAULTS } from './migrations/postgresql-faults.ts'
import { POSTGRESQL_TIDY } from './migrations/postgresql-tidy.ts'
import { PYTHON_FAULTS, PYTHON_TIDY } from './migrations/python-requests.ts'
import { RAILS_FAULTS, RAILS_TIDY } from './migrations/rails-requests.ts'
import { dissent, reviewed } from './migrations/reviewed.ts'
import { sampled } from '../sampled.ts'

const FAULTS = [...POSTGRESQL_FAULTS, ...RAILS_FAULTS, ...PYTHON_FAULTS, ...OTHER_FAULTS]
const TIDY = [...POSTGRESQL_TIDY, ...RAILS_TIDY, ...PYTHON_TIDY, ...OTHER_TIDY]

describe('pull requests with a fault: it is said on its line, and no other line is spoken of', () => {
  test.each(sampled(FAULTS, 2).map((request) => [request.name, request] as const))(
    '%s',
    async (_, request) => {
      expect(request.says).not.toEqual([])
      expect(dissent(request, await reviewed(request))).toBeUndefined()
    },
  )
})

describe('tidy pull requests: not a word, and no note that the answer does not name', () => {
  test.each(sampled(TIDY, 2).map((request) => [request.name, request] as const))('%s', async (_, request) => {
    expect(request.says).toEqual([])
    expect(dissent(request, await reviewed(request))).toBeUndefined()
  })
})
