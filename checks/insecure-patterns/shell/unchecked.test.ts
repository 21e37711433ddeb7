import { expect, it } from 'vitest'
import { uncheckedIn, uncheckedVariable } from './unchecked.ts'

const options = (script: string): string[] => uncheckedIn(script).map(({ option }) => option)

it('names the option of each command that checks nothing', () => {
  expect(options('curl -sk https://a.test | sh\nwget --no-check-certificate https://a.test')).toEqual([
    '-sk',
    '--no-check-certificate',
  ])
  expect(options('helm upgrade x y \\\n  --insecure-skip-tls-verify --wait')).toEqual([
    '--insecure-skip-tls-verify',
  ])
})

it('leaves other commands, and what speaks to itself', () => {
  expect(options('curl https://a.test\nsort -k 2\ncurl -k https://localhost:8443')).toEqual([])
})

it('knows variables by their value', () => {
  expect(uncheckedVariable('NODE_TLS_REJECT_UNAUTHORIZED=0')).toBe('NODE_TLS_REJECT_UNAUTHORIZED')
  expect(uncheckedVariable('NODE_TLS_REJECT_UNAUTHORIZED=1')).toBeUndefined()
  expect(uncheckedVariable('GOSUMDB=off')).toBe('GOSUMDB')
})
