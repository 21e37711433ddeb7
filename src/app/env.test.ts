import { spawnSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { writeEnvFile } from './env-file.ts'
import { hasNoCredentials, readSettings } from './env.ts'

const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
})
const GOOD = { APP_ID: '12', PRIVATE_KEY: privateKey, WEBHOOK_SECRET: 'a secret of 16 or more' }

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'roadmap-env-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

test('defaults', () => {
  expect(readSettings({ ...GOOD, DATABASE_URL: '' })).toMatchObject({
    port: 3000,
    dataDir: '.data',
    appId: 12,
    apiUrl: 'https://api.github.com',
    concurrency: 4,
    webhookSecrets: [GOOD.WEBHOOK_SECRET],
  })
})

test.each([
  ['as it is', privateKey],
  [String.raw`with \n for line ends`, privateKey.replaceAll('\n', String.raw`\n`)],
  ['in base64', Buffer.from(privateKey).toString('base64')],
])('a key %s is the same key', (_how, PRIVATE_KEY) => {
  expect(readSettings({ ...GOOD, PRIVATE_KEY }).privateKey).toBe(readSettings(GOOD).privateKey)
})

test('everything that is missing is said at once', () => {
  expect(() => readSettings({})).toThrow(/APP_ID[\s\S]*WEBHOOK_SECRET[\s\S]*PRIVATE_KEY/)
})

test.each([
  ['PRIVATE_KEY', 'not-a-key-but-secret'],
  ['PRIVATE_KEY', '-----BEGIN RSA PRIVATE KEY-----\nMIIBOgIBAAJBA'],
  ['WEBHOOK_SECRET', 'short-secret'],
  ['WEBHOOK_SECRET_PREVIOUS', 'short-secret'],
  ['DATABASE_URL', 'mysql://user:password@host/db'],
  ['GITHUB_API_URL', 'github.com'],
  ['CONCURRENCY', 'many'],
  ['PORT', '99999'],
])('a wrong %s is named, its value is not shown', (name, value) => {
  const message = (() => {
    try {
      readSettings({ ...GOOD, [name]: value })
      return 'nothing was thrown'
    } catch (error) {
      return String(error)
    }
  })()
  expect(message).toContain(name)
  if (value.length > 6) expect(message).not.toContain(value)
})

test('a development default never stands in for a secret', () => {
  expect(hasNoCredentials({})).toBe(true)
  expect(hasNoCredentials({ APP_ID: '1' })).toBe(false)
  expect(() => readSettings({ ...GOOD, WEBHOOK_SECRET: undefined })).toThrow(/WEBHOOK_SECRET is not set/)
})

test('the .env file keeps other lines, can be read back, and is its owner’s alone', async () => {
  const path = join(folder, '.env')
  await writeFile(path, '# mine\nPORT=4000\nAPP_ID=old\n', { mode: 0o644 })
  await writeEnvFile(path, GOOD)
  expect((await stat(path)).mode & 0o777).toBe(0o600)
  const text = await readFile(path, 'utf8')
  expect(text).toMatch(/^# mine\nPORT=4000\nAPP_ID="12"\n/)
  const script = `process.loadEnvFile(${JSON.stringify(path)}); console.log(JSON.stringify(process.env))`
  const { stdout } = spawnSync(process.execPath, ['-e', script], { env: {}, encoding: 'utf8' })
  expect(readSettings(JSON.parse(stdout) as Record<string, string>)).toMatchObject({ appId: 12, port: 4000 })
})

test('the program says what is missing and ends with 2', () => {
  const main = new URL('main.ts', import.meta.url).pathname
  const { status, stdout, stderr } = spawnSync(process.execPath, [main], {
    cwd: folder,
    env: { PATH: process.env.PATH, APP_ID: '12', PRIVATE_KEY: privateKey },
    encoding: 'utf8',
  })
  expect(status).toBe(2)
  expect(stderr).toContain('WEBHOOK_SECRET is not set')
  expect(stdout + stderr).not.toContain('PRIVATE KEY-----')
})
