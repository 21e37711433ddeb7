import { expect, test } from 'vitest'
import { inFramework } from './in-framework.ts'

test('the framework\u2019s own words stand between the prose and the code', () => {
  const fix = inFramework('django', 'create-index', 'Build it beside the writes.\n\nCREATE INDEX …')
  expect(fix).toMatch(
    /^Build it beside the writes\. In Django: `AddIndexConcurrently` .*`\.\n\nCREATE INDEX …$/,
  )
})

test('where there are none, or no steps, nothing is made up', () => {
  expect(inFramework('goose', 'create-index', 'Steps.')).toBe('Steps.')
  expect(inFramework('constructor', 'create-index', 'Steps.')).toBe('Steps.')
  expect(inFramework('alembic', 'rename-table', 'Steps.')).toBe('Steps.')
  expect(inFramework('rails', 'drop-index', '')).toMatch(/^In Rails: /)
})
