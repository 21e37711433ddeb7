import { expect, it } from 'vitest'
import type { Setting } from './resources.ts'
import { always, audit } from './resources.ts'
import { forAudit, plainly } from './setting-rule.ts'

const setting: Setting = {
  kind: 'aws_kms_key',
  path: 'enable_key_rotation',
  is: [false],
  absent: true,
  message: '',
  fix: '',
}

it('takes a wrong value that is written for plain, and leaves what is not written to an audit', () => {
  expect(plainly([setting])).toEqual([{ ...setting, absent: false }])
  const { is: _is, ...left } = setting
  expect(forAudit([setting])).toEqual([left])
})

it('says nothing twice where a table has decided', () => {
  expect(plainly([audit(setting)])).toEqual([])
  expect(forAudit([audit(setting)])).toEqual([audit(setting)])
  expect(plainly([always(setting)])).toEqual([always(setting)])
  expect(forAudit([always(setting)])).toEqual([])
})
