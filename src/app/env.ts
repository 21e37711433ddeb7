import { createPrivateKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { UserError } from '../model/index.ts'

/** Everything the server is told by its environment, checked. */
export interface Settings {
  port: number
  host: string
  dataDir: string
  databaseUrl?: string
  appId: number
  /** PEM. */
  privateKey: string
  /** The secret in force, and the one before it while it is being replaced. */
  webhookSecrets: string[]
  publicUrl?: string
  apiUrl: string
  logLevel: LogLevel
  concurrency: number
  /** Minutes between sweeps; 0 switches them off. */
  sweepMinutes: number
  sayRunningAfterMs: number
  /** How long a push waits for the next one. */
  debounceSeconds: number
  /** Whether repositories are looked at when the app is installed. */
  onboarding: boolean
  /** Seconds that running reviews get to end when the process stops. */
  stopSeconds: number
}

const LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
export type LogLevel = (typeof LEVELS)[number]

export type Environment = Readonly<Record<string, string | undefined>>

const url = z.url({ protocol: /^https?$/, error: 'needs an http or https address' })

const schema = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  HOST: z.string().default('0.0.0.0'),
  DATA_DIR: z.string().default('.data'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'needs a postgres:// address' }).optional(),
  APP_ID: z.coerce.number({ error: "needs the app's number" }).int().positive().optional(),
  PRIVATE_KEY: z.string().optional(),
  PRIVATE_KEY_PATH: z.string().optional(),
  WEBHOOK_SECRET: z.string().min(16, 'needs 16 characters or more').optional(),
  WEBHOOK_SECRET_PREVIOUS: z.string().min(16, 'needs 16 characters or more').optional(),
  PUBLIC_URL: url.optional(),
  GITHUB_API_URL: url.default('https://api.github.com'),
  LOG_LEVEL: z.enum(LEVELS).default('info'),
  CONCURRENCY: z.coerce.number().int().min(1).max(64).default(4),
  SAY_RUNNING_AFTER_SECONDS: z.coerce.number().min(0).max(600).default(10),
  DEBOUNCE_SECONDS: z.coerce.number().int().min(0).max(300).default(2),
  ONBOARDING: z.enum(['on', 'off']).default('on'),
  SWEEP_MINUTES: z.coerce.number().min(0).max(1440).default(15),
  STOP_SECONDS: z.coerce.number().int().min(1).max(600).default(30),
})

/** True where nothing of the app's identity is set: the set-up page may be opened. */
export function hasNoCredentials(env: Environment): boolean {
  return ['APP_ID', 'PRIVATE_KEY', 'PRIVATE_KEY_PATH', 'WEBHOOK_SECRET'].every((name) => !env[name])
}

/** What the set-up page needs; the rest of the environment does not matter yet. */
export function readSetupSettings(
  env: Environment,
): Pick<Settings, 'port' | 'host' | 'apiUrl' | 'publicUrl' | 'logLevel'> {
  const values = parse(env)
  return {
    port: values.PORT,
    host: values.HOST,
    apiUrl: trimSlash(values.GITHUB_API_URL),
    logLevel: values.LOG_LEVEL,
    ...(values.PUBLIC_URL && { publicUrl: trimSlash(values.PUBLIC_URL) }),
  }
}

/**
 * Reads the environment.
 * @throws UserError naming every variable that is missing or wrong, never a value of one.
 */
export function readSettings(env: Environment): Settings {
  const values = parse(env)
  const problems: string[] = []
  if (values.APP_ID === undefined) problems.push("APP_ID is not set: the app's number, on its settings page.")
  if (values.WEBHOOK_SECRET === undefined) {
    problems.push(
      'WEBHOOK_SECRET is not set: without it anybody could send events. It is on the settings page of the app.',
    )
  }
  const privateKey = readPrivateKey(values.PRIVATE_KEY, values.PRIVATE_KEY_PATH, problems)
  if (problems.length > 0 || values.APP_ID === undefined || values.WEBHOOK_SECRET === undefined)
    fail(problems)
  return {
    port: values.PORT,
    host: values.HOST,
    dataDir: values.DATA_DIR,
    ...(values.DATABASE_URL && { databaseUrl: values.DATABASE_URL }),
    appId: values.APP_ID,
    privateKey,
    webhookSecrets: [values.WEBHOOK_SECRET, values.WEBHOOK_SECRET_PREVIOUS].filter(
      (secret): secret is string => secret !== undefined,
    ),
    ...(values.PUBLIC_URL && { publicUrl: trimSlash(values.PUBLIC_URL) }),
    apiUrl: trimSlash(values.GITHUB_API_URL),
    logLevel: values.LOG_LEVEL,
    concurrency: values.CONCURRENCY,
    sweepMinutes: values.SWEEP_MINUTES,
    sayRunningAfterMs: values.SAY_RUNNING_AFTER_SECONDS * 1000,
    debounceSeconds: values.DEBOUNCE_SECONDS,
    onboarding: values.ONBOARDING === 'on',
    stopSeconds: values.STOP_SECONDS,
  }
}

function parse(env: Environment): z.output<typeof schema> {
  // An empty variable is an unset one: compose files pass those.
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  )
  const result = schema.safeParse(given)
  if (!result.success) fail(result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}.`))
  return result.data
}

function readPrivateKey(inline: string | undefined, path: string | undefined, problems: string[]): string {
  if (inline === undefined && path === undefined) {
    problems.push(
      'PRIVATE_KEY or PRIVATE_KEY_PATH is not set: generate a key on the settings page of the app.',
    )
    return ''
  }
  let text: string
  try {
    text = inline ?? readFileSync(path ?? '', 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable'
    problems.push(`PRIVATE_KEY_PATH cannot be read (${code}).`)
    return ''
  }
  const pem = toPem(text)
  try {
    const key = createPrivateKey(pem)
    if (key.asymmetricKeyType !== 'rsa') throw new Error('not RSA')
    // GitHub gives PKCS#1; the token library is happy with PKCS#8 in every runtime.
    return key.export({ type: 'pkcs8', format: 'pem' }).toString()
  } catch {
    const name = inline === undefined ? 'PRIVATE_KEY_PATH' : 'PRIVATE_KEY'
    problems.push(
      `${name} is no RSA private key in PEM form: it begins with -----BEGIN RSA PRIVATE KEY-----.`,
    )
    return ''
  }
}

/** PEM as it is, with `\n` for line ends (as in .env files), or in base64 on one line. */
function toPem(text: string): string {
  const unescaped = text.trim().replaceAll(String.raw`\n`, '\n')
  return unescaped.startsWith('-----') ? unescaped : Buffer.from(unescaped, 'base64').toString('utf8')
}

function trimSlash(value: string): string {
  return value.replace(/\/+$/, '')
}

function fail(problems: readonly string[]): never {
  throw new UserError(`The environment is not complete:\n${problems.map((line) => `  - ${line}`).join('\n')}`)
}
