import { expect, test } from 'vitest'
import { fittedConfig, withoutComments } from '../../engine/onboarding/fitted.ts'
import { formatsOf } from '../../engine/onboarding/formats.ts'
import { parseConfig } from '../../../config/index.ts'
import { rules } from '../../../checks/index.ts'
import { invitationBlock } from './invitation.ts'

const paths = ['api/openapi.yaml', 'db/migrations/1.sql', 'src/payments/charge.ts', 'node_modules/a/a.js']

function addressIn(block: string): URL {
  return new URL(/\(<([^>]+)>\)/.exec(block)?.[1] ?? '')
}

test('the link opens an editor with a valid configuration that is fitted to the tree', () => {
  const text = fittedConfig(paths)
  const block = invitationBlock({
    repositoryUrl: 'https://github.com/acme/shop',
    branch: 'main',
    path: '.roadmap.yml',
    texts: [text, withoutComments(text)],
    formats: formatsOf(paths),
  })
  expect(block).toContain('OpenAPI (1), migrations (1) and JavaScript and TypeScript (1)')
  const url = addressIn(block)
  expect(url.pathname).toBe('/acme/shop/new/main')
  const value = url.searchParams.get('value') ?? ''
  expect(value).toBe(text)
  expect(value).toContain('src/payments/**')
  const now = new Date(0)
  for (const config of [value, withoutComments(value)])
    expect(parseConfig(config, { path: '.roadmap.yml', rules, now })).toMatchObject({ ok: true })
})

test('a text that no address can hold is offered without its comments, or not at all', () => {
  const of = (texts: string[]): URL =>
    addressIn(
      invitationBlock({
        repositoryUrl: 'https://github.com/acme/shop',
        branch: 'a b/<c>)',
        path: '.roadmap.yml',
        texts,
        formats: [],
      }),
    )
  expect(of(['#'.repeat(9_000), 'version: 1\n']).searchParams.get('value')).toBe('version: 1\n')
  expect(of(['#'.repeat(9_000)]).searchParams.get('value')).toBeNull()
  expect(of(['x']).pathname).toBe('/acme/shop/new/a%20b/%3Cc%3E)')
})
