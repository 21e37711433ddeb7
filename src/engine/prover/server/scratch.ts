import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import pg from 'pg'
import type { ServerAccess } from './connection.ts'
import { startRelay } from './relay.ts'
import { roleFault, VARIABLE } from './role.ts'

/** A server on which one proof may run, until it is disposed of. */
export interface Scratch extends AsyncDisposable {
  access: ServerAccess
}

/** Names of our databases: since when, in seconds, and by chance. */
const NAME = /^roadmap_([0-9a-z]{6,8})_[0-9a-f]{12}(?:_\d+)?$/
/** No proof takes so long: what is older was left behind by a process that was killed. In seconds. */
const LEFT_BEHIND = 30 * 60

/** The address that the operator set, for the process that reviews alone. */
export function scratchUrl(): string | undefined {
  return process.env[VARIABLE] || undefined
}

/**
 * Opens the way to the operator's server for one run, and drops all databases of that run afterwards, also when its
 * process was killed. Those that other runs left behind go first.
 * @param folder of the process that proves: holds the socket
 * @returns why the server cannot be used, in words for the operator
 */
export async function openScratch(url: string, folder: string): Promise<Scratch | { why: string }> {
  const unusable = (why: string): { why: string } => ({
    why: `the server of ${VARIABLE} cannot be used: ${why}`,
  })
  let admin: pg.Client
  try {
    admin = new pg.Client({
      connectionString: url,
      connectionTimeoutMillis: 10_000,
      application_name: 'roadmap-review',
    })
  } catch {
    // The message might quote the password.
    return unusable('it is no postgres:// address')
  }
  admin.on('error', () => {})
  try {
    await admin.connect()
    const fault = await roleFault(admin)
    if (fault !== undefined) {
      await admin.end()
      return unusable(fault)
    }
    await restoreRole(admin)
    await sweep(admin)
  } catch (error) {
    await admin.end()
    return unusable(error instanceof Error ? withoutSecret(error.message, admin.password) : 'no reason given')
  }
  const now = Math.floor(Date.now() / 1000).toString(36)
  const prefix = `roadmap_${now}_${randomBytes(6).toString('hex')}`
  const { host, port, user = '', password, database = 'postgres' } = admin
  const far = (): Socket => (host.startsWith('/') ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host))
  const relay = process.platform === 'win32' ? undefined : await startRelay(far, join(folder, 'pg.sock'))
  const access: ServerAccess = {
    host,
    port,
    user,
    ...(typeof password === 'string' && { password }),
    // Files that the address names are read by now.
    ...(admin.ssl && { ssl: plain(admin.ssl) }),
    database,
    prefix,
    ...(relay && { socket: relay.path }),
  }
  return {
    access,
    [Symbol.asyncDispose]: async () => {
      relay?.close()
      await cleanUp(admin, prefix)
    },
  }
}

async function cleanUp(admin: pg.Client, prefix: string): Promise<void> {
  try {
    await endSessions(admin, prefix)
    await drop(admin, (name) => name.startsWith(prefix))
    await restoreRole(admin)
  } catch {
    // The connection is gone, by the server or by what ran on it: the next run sweeps.
  } finally {
    await admin.end()
  }
}

/** A session whose client was killed ends what it is at first: it might make one more database. */
async function endSessions(admin: pg.Client, prefix: string): Promise<void> {
  await admin.query(
    `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
      WHERE usename = session_user AND pid <> pg_backend_pid() AND (application_name = $1 OR starts_with(datname, $1))`,
    [prefix],
  )
}

async function sweep(admin: pg.Client): Promise<void> {
  const oldest = Date.now() / 1000 - LEFT_BEHIND
  await drop(admin, (name) => Number.parseInt(NAME.exec(name)?.[1] ?? '', 36) < oldest)
}

async function drop(admin: pg.Client, isToGo: (name: string) => boolean): Promise<void> {
  const { rows } = await admin.query<{ name: string }>(
    `SELECT datname AS name FROM pg_database WHERE datdba = (SELECT oid FROM pg_roles WHERE rolname = session_user) AND datname ~ '^roadmap_'`,
  )
  for (const { name } of rows)
    if (NAME.test(name) && isToGo(name)) await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
}

/** A role may change its own settings and password, and so may SQL that runs as it: both are set back. */
async function restoreRole(admin: pg.Client): Promise<void> {
  await admin.query('ALTER ROLE CURRENT_USER RESET ALL')
  if (typeof admin.password === 'string' && admin.password !== '')
    await admin.query(`ALTER ROLE CURRENT_USER PASSWORD ${admin.escapeLiteral(admin.password)}`)
}

function withoutSecret(message: string, secret: unknown): string {
  return typeof secret === 'string' && secret !== '' ? message.replaceAll(secret, '***') : message
}

function plain(ssl: unknown): boolean | object {
  if (typeof ssl !== 'object' || ssl === null) return true
  // `pg` hides the key from enumeration.
  return { ...ssl, ...('key' in ssl && { key: ssl.key }) }
}
