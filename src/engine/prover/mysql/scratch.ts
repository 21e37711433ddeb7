import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import { join } from 'node:path'
import { type Connection, createConnection } from 'mysql2/promise'
import { startRelay } from '../server/relay.ts'
import { accountFault } from './account.ts'
import { type MysqlAccess, MYSQL_VARIABLE } from './access.ts'

const NAME = /^roadmap_([0-9a-z]{6,8})_[0-9a-f]{12}(?:_\d+)?$/
/** No proof takes so long: what is older was left behind by a process that was killed. In seconds. */
const LEFT_BEHIND = 30 * 60

export interface MysqlScratch extends AsyncDisposable {
  access: MysqlAccess
}

/** The address that the operator set, for the process that reviews alone. */
export function mysqlUrl(): string | undefined {
  return process.env[MYSQL_VARIABLE] || undefined
}

/**
 * Opens the way to the operator's MariaDB or MySQL for one run, and drops all databases of that run afterwards.
 * @param folder of the process that proves: holds the socket
 * @returns why the server cannot be used, in words for the operator
 */
export async function openMysqlScratch(
  address: string,
  folder: string,
): Promise<MysqlScratch | { why: string }> {
  const unusable = (why: string): { why: string } => ({
    why: `the server of ${MYSQL_VARIABLE} cannot be used: ${why}`,
  })
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (!url || !/^(?:mysql|mariadb):$/.test(url.protocol))
    return unusable('it is no mysql:// or mariadb:// address')
  const [user, password] = [decodeURIComponent(url.username), decodeURIComponent(url.password)]
  const [host, port] = [url.hostname, url.port === '' ? 3306 : Number(url.port)]
  const socketPath = url.searchParams.get('socket') ?? undefined
  let admin: Connection
  try {
    admin = await createConnection({
      ...(socketPath === undefined ? { host, port } : { socketPath }),
      user,
      password,
      connectTimeout: 10_000,
    })
  } catch (error) {
    return unusable(error instanceof Error ? withoutSecret(error.message, password) : 'no reason given')
  }
  admin.on('error', () => {})
  const fault = accountFault(await column(admin, 'SHOW GRANTS FOR CURRENT_USER()'))
  if (fault !== undefined) {
    await admin.end()
    return unusable(fault)
  }
  const oldest = Date.now() / 1000 - LEFT_BEHIND
  await drop(admin, (name) => Number.parseInt(NAME.exec(name)?.[1] ?? '', 36) < oldest)
  const prefix = `roadmap_${Math.floor(Date.now() / 1000).toString(36)}_${randomBytes(6).toString('hex')}`
  const relay =
    process.platform === 'win32'
      ? undefined
      : await startRelay(
          () => (socketPath === undefined ? connect(port, host) : connect(socketPath)),
          join(folder, 'my.sock'),
        )
  return {
    access: { host, port, user, password, prefix, ...(relay && { socket: relay.path }) },
    [Symbol.asyncDispose]: async () => {
      relay?.close()
      try {
        await drop(admin, (name) => name.startsWith(prefix))
        await admin.end()
      } catch {
        // The connection is gone: the next run sweeps.
        admin.destroy()
      }
    },
  }
}

/** Sessions of a process that was killed hold what they are at: they are ended first. */
async function drop(admin: Connection, isToGo: (name: string) => boolean): Promise<void> {
  const [sessions] = await admin.query('SHOW PROCESSLIST')
  for (const { Id: id, db } of sessions as { Id: number; db: string | null }[])
    if (db !== null && NAME.test(db) && isToGo(db)) await admin.query(`KILL ${id}`).catch(() => undefined)
  for (const name of await column(admin, "SHOW DATABASES LIKE 'roadmap\\_%'"))
    if (NAME.test(name) && isToGo(name)) await admin.query(`DROP DATABASE IF EXISTS \`${name}\``)
}

async function column(admin: Connection, sql: string): Promise<string[]> {
  const [rows] = await admin.query({ sql, rowsAsArray: true })
  return (rows as unknown[][]).map(([first]) => String(first))
}

function withoutSecret(message: string, secret: string): string {
  return secret === '' ? message : message.replaceAll(secret, '***')
}
