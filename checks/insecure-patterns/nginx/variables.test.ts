import { describe, expect, it } from 'vitest'
import { mayHoldLineBreak } from './variables.ts'

describe('mayHoldLineBreak', () => {
  it.each([
    ['$1', '^/v1/([^/]*)/', true],
    ['$action', '^/v1/(?<action>[^.]*)\\.json$', true],
    ['$2', '^/(?:a|b)/(\\w+)/([^/]+)$', true],
    ['$1', '^/(?:a|b)/(\\w+)/([^/]+)$', false],
    ['$1', '^/v1/([^/\\s]*)/', false],
    ['$1', '^/v1/(.*)/', false],
    ['$other', '^/v1/([^/]*)/', false],
  ])('%s of %s', (variable, expression, expected) => {
    expect(mayHoldLineBreak(variable, [expression])).toBe(expected)
  })
})
