import { expect, test } from 'vitest'
import { rules } from '../../checks/index.ts'
import { defaultConfig } from '../../config/index.ts'
import type { ChangeSet, FileChange } from '../model/index.ts'
import { plan } from './plan.ts'

/** A change set of added files that have no text; nothing of it is read to plan. */
function unreadable(unread: FileChange['unread'], ...paths: string[]): ChangeSet {
  const changes = paths.map((path) => ({ status: 'added', path, unread, added: [], removed: [] }))
  return { changes } as unknown as ChangeSet
}

function secretsNotLookedAt(changeSet: ChangeSet): string[] | undefined {
  const { planned } = plan(changeSet, rules, defaultConfig())
  return planned.find(({ rule }) => rule.id === 'insecure-patterns/hard-coded-secret')?.notLookedAt
}

test.each(['.env', 'deploy/.env.production', 'config/app.properties', 'k8s/secret.yaml', 'src/Main.kt'])(
  '%s that is not text never passes for free of secrets',
  (path) => {
    expect(secretsNotLookedAt(unreadable('binary', path))).toEqual([`${path}: binary content`])
    expect(secretsNotLookedAt(unreadable('invalid-utf8', path))).toEqual([`${path}: not UTF-8 text`])
  },
)

test('pictures and archives are not claimed by a rule over all files', () => {
  expect(secretsNotLookedAt(unreadable('binary', 'logo.png', 'app.jar', 'font.woff2'))).toEqual([])
})
