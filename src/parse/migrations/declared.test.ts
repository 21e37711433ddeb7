import { describe, expect, test } from 'vitest'
import { declaresIrreversible, reasonForNothing, statedReason } from './declared.ts'
import { compareVersions, normalVersion } from './versions.ts'

describe('a stated reason', () => {
  test.each([
    'Irreversible: the rows are gone',
    'Postgres does not support removing enum values. The value cannot be reverted.',
    'This is a clean-up migration that cannot be undone, but Diesel requires a non-empty script so run a no-op.',
    'Intentionally left empty since this only repairs an earlier migration',
    'There is no restore for this, it would require every view, table, index',
    'Not much to do here - previous migration inserted more rows instead of changing DB structure',
    "It doesn't make sense to remove this FK constraint of the projects",
    'Table was never used, keep deleted.',
    "Can't delete enum types, so we'll just leave it",
    "There'd be a risk of corrupting other data if we allow rollback on this one",
    'Reverting should be done manually (using createdAt and deletedAt)',
    'This migration can be reverted manually by looking at the field data.removedInMigration',
    'requires manual revert as we might have created additional lines in this format.',
    'The values of before are not preserved; the earlier formula would bring the dropped rows back',
    "This is a fix for a broken state, we don't want this to be rolled back",
    "Can't really roll this back since more roles could have been added afterwards",
    'No way to revert this: the mails are sent',
    'These settings are required and should not be removed.',
  ])('%s', (text) => {
    expect(declaresIrreversible(text)).toBe(true)
    expect(statedReason(text)).toBe(text)
  })

  test.each([
    'irreversible',
    'This migration cannot be rolled back.',
    'Nothing to undo',
    'Not implemented',
    'no-op',
    'No going back.',
    'No way to revert this',
    'Revert shop:data/014_add_default_values from pg\nrequires: tables/order\nno revert needed',
    'Manual rollback needed',
    'SPDX-License-Identifier: Apache-2.0\nNothing to undo',
    '',
  ])('is not stated by "%s"', (text) => {
    expect(statedReason(text)).toBeUndefined()
  })

  test.each([
    'TODO',
    'This code is executed when the migration is rolled back.',
    'Add reverting commands here. Example: await queryInterface.dropTable(name)',
    'drop table users',
    'Remove the email column of users',
  ])('"%s" declares nothing', (text) => {
    expect(declaresIrreversible(text)).toBe(false)
  })
})

describe('a reason to do nothing', () => {
  const rows = [{ what: 'updates t', kind: 'data' as const }]
  const column = [{ what: 'drops column t.c', kind: 'schema' as const }]
  const explained = 'Repairs the databases of those who ran a broken migration'

  test('that nothing is to be undone, where only rows were changed', () => {
    expect(reasonForNothing('Nothing to undo', rows)).toBe('Nothing to undo')
    expect(reasonForNothing('No revert required.', rows)).toBe('No revert required.')
    expect(reasonForNothing('No revert', rows)).toBeUndefined()
    expect(reasonForNothing('Nothing to undo', column)).toBeUndefined()
    expect(reasonForNothing('', rows)).toBeUndefined()
  })

  test('a pointer to the way up, where that is explained', () => {
    const said = 'This file intentionally left blank; see the corresponding up.sql'
    expect(reasonForNothing(said, column, explained)).toBe(explained)
    expect(reasonForNothing(said, column, '')).toBeUndefined()
    expect(reasonForNothing('Intentionally left blank', column, explained)).toBeUndefined()
  })

  test('short names count as words', () => {
    expect(statedReason("It doesn't make sense to remove this FK constraint")).toBeDefined()
  })
})

describe('versions', () => {
  test.each([
    ['1.10', '1.9'],
    ['2', '1.9'],
    ['20260101120001', '20260101120000'],
    ['010', '9'],
    ['99999999999999999999', '9999999999999999999'],
  ])('%s comes after %s', (later, earlier) => {
    expect(compareVersions(later, earlier)).toBeGreaterThan(0)
    expect(compareVersions(earlier, later)).toBeLessThan(0)
  })

  test('0043 is 43, 1_2 is 1.2, 1.0 is 1', () => {
    expect(normalVersion('0043')).toBe(normalVersion('43'))
    expect(normalVersion('1_2')).toBe(normalVersion('1.2'))
    expect(normalVersion('1.0')).toBe(normalVersion('1'))
    expect(normalVersion('10')).not.toBe(normalVersion('1'))
  })
})
