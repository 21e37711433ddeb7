import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { ProofAnswer, ProofStep, ToolAnswer } from '../../../model/index.ts'
import { runTool } from '../../tools/run-tool.ts'
import { accountFault } from './account.ts'
import { MYSQL_VARIABLE } from './access.ts'
import { readMysqlScript } from './script.ts'

const isInstalled = spawnSync('mariadbd', ['--version']).status === 0
const USERS = step(
  '1',
  'CREATE TABLE users (id BIGINT AUTO_INCREMENT PRIMARY KEY, email VARCHAR(200) NOT NULL);',
)

function step(id: string, up: string, down?: string): ProofStep {
  return { id, framework: 'golang-migrate', up, ...(down !== undefined && { down }) }
}

function prove(steps: ProofStep[], history = [USERS]): Promise<ToolAnswer> {
  const request = JSON.stringify({ dialect: 'mysql', history, steps })
  return runTool({ tool: 'prove-postgres', files: { 'request.json': request } })
}

async function answerOf(steps: ProofStep[], history?: ProofStep[]): Promise<ProofAnswer> {
  const ran = await prove(steps, history)
  if (ran.kind !== 'ran') throw new Error(ran.why)
  return JSON.parse(ran.stdout) as ProofAnswer
}

test('without a server nothing is proven, and what would do it is said', async () => {
  vi.stubEnv(MYSQL_VARIABLE, '')
  const { verdicts } = await answerOf([step('2', 'SELECT 1', 'SELECT 1')])
  expect(verdicts[0]?.verdict).toMatchObject({
    kind: 'not-provable',
    why: expect.stringContaining(MYSQL_VARIABLE),
  })
  vi.unstubAllEnvs()
})

test.each([
  ["LOAD DATA INFILE '/etc/passwd' INTO TABLE users", 'LOAD DATA'],
  ["SELECT * FROM users INTO OUTFILE '/tmp/x'", 'INTO OUTFILE'],
  ["INSERT INTO users (email) VALUES (LOAD_FILE('/etc/passwd'))", 'LOAD_FILE'],
  ['SET GLOBAL general_log = 1', 'SET GLOBAL'],
  ["CREATE USER x IDENTIFIED BY 'y'", 'accounts'],
  ['USE mysql', 'a database of its own'],
  ['CREATE DATABASE other', 'a database of its own'],
  ['SHUTDOWN', 'the whole server'],
])('%s is refused', (sql, why) => {
  expect(readMysqlScript(`SELECT 1;\n${sql};`).refused).toMatch(new RegExp(`${why}.*line 2`))
})

test('words in strings and names refuse nothing', () => {
  const script = readMysqlScript("INSERT INTO `use` VALUES ('SET GLOBAL x; INTO OUTFILE')")
  expect(script).toEqual({ statements: [expect.objectContaining({ line: 1 })], extensions: [] })
})

test('DELIMITER parts bodies of routines', () => {
  const sql =
    'DELIMITER //\nCREATE TRIGGER t BEFORE INSERT ON users FOR EACH ROW BEGIN SET NEW.email = 1; END//\nDELIMITER ;\nSELECT 1;'
  expect(readMysqlScript(sql).statements.map(({ line }) => line)).toEqual([2, 4])
})

test.each([
  [['GRANT USAGE ON *.* TO `a`@`%`', 'GRANT ALL PRIVILEGES ON `roadmap\\_%`.* TO `a`@`%`'], undefined],
  [['GRANT USAGE ON *.* TO `a`@`%`'], 'no rights on'],
  [['GRANT FILE ON *.* TO `a`@`%`'], 'FILE ON'],
  [['GRANT ALL PRIVILEGES ON `roadmap_%`.* TO `a`@`%`'], 'beyond its databases'],
  [['GRANT ALL PRIVILEGES ON `roadmap\\_%`.* TO `a`@`%` WITH GRANT OPTION'], 'beyond its databases'],
  [['GRANT `admin` TO `a`@`%`'], 'a role'],
])('%j: %s', (grants, fault) => {
  const found = accountFault(grants)
  if (fault === undefined) expect(found).toBeUndefined()
  else expect(found).toContain(fault)
})

// Debian's mariadb-server; where it is not installed these are skipped, and the summary says how many.
describe.skipIf(!isInstalled)('on a real server', () => {
  const folder = mkdtempSync(join(tmpdir(), 'my-'))
  const socket = join(folder, 's')
  let server: ReturnType<typeof spawn>
  const client = (sql: string): string =>
    execFileSync('mariadb', ['--no-defaults', '-u', 'root', '-S', socket, '-N', '-e', sql], {
      encoding: 'utf8',
    })

  beforeAll(async () => {
    const data = join(folder, 'data')
    const user = userInfo().username
    execFileSync(
      'mariadb-install-db',
      ['--no-defaults', '--auth-root-authentication-method=normal', `--user=${user}`, `--datadir=${data}`],
      { stdio: 'ignore' },
    )
    server = spawn(
      'mariadbd',
      ['--no-defaults', `--user=${user}`, '--skip-networking', `--datadir=${data}`, `--socket=${socket}`],
      { stdio: 'ignore' },
    )
    await vi.waitFor(() => client('SELECT 1'), { timeout: 60_000, interval: 200 })
    client(
      "CREATE USER prover@localhost IDENTIFIED BY 'secret'; GRANT ALL ON `roadmap\\_%`.* TO prover@localhost; CREATE USER boss@localhost IDENTIFIED BY 'secret'; GRANT ALL ON *.* TO boss@localhost",
    )
    vi.stubEnv(MYSQL_VARIABLE, `mariadb://prover:secret@localhost/?socket=${encodeURIComponent(socket)}`)
  })
  afterAll(() => {
    vi.unstubAllEnvs()
    server.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  })

  test.each<[string, ProofStep, object]>([
    [
      'proven',
      step(
        '2',
        'ALTER TABLE users ADD COLUMN age INT, ADD INDEX by_age (age);',
        'ALTER TABLE users DROP COLUMN age;',
      ),
      { kind: 'proven' },
    ],
    [
      'a column that lost NOT NULL',
      step(
        '2',
        'ALTER TABLE users MODIFY email VARCHAR(300) NOT NULL;',
        'ALTER TABLE users MODIFY email VARCHAR(200);',
      ),
      { kind: 'differs', differences: [{ kind: 'column', name: 'users.email', change: 'changed' }] },
    ],
    [
      'rows that lost a value',
      step(
        '2',
        'ALTER TABLE users DROP COLUMN email;',
        "ALTER TABLE users ADD COLUMN email VARCHAR(200) NOT NULL DEFAULT ''; ALTER TABLE users ALTER email DROP DEFAULT;",
      ),
      { kind: 'loses-data', losses: [{ table: 'users', columns: ['email'] }] },
    ],
    [
      'a table that stayed',
      step('2', 'CREATE TABLE notes (id INT PRIMARY KEY); CREATE TABLE tags (id INT);', 'DROP TABLE notes;'),
      { kind: 'differs', differences: [{ kind: 'table', name: 'tags', change: 'left-over' }] },
    ],
    [
      'a way back that fails',
      step('2', 'ALTER TABLE users ADD COLUMN a INT;', '\nALTER TABLE users DROP COLUMN b;'),
      { kind: 'fails', failure: { way: 'down', line: 2, onRows: false } },
    ],
    [
      'a way up that fails where there are rows',
      step('2', 'UPDATE users SET email = NULL;', 'SELECT 1;'),
      { kind: 'fails', failure: { way: 'up', line: 1, onRows: true, code: '23502' } },
    ],
  ])('%s', async (_, one, verdict) => {
    const { verdicts, rows } = await answerOf([one])
    expect(verdicts[0]?.verdict).toMatchObject(verdict)
    expect(rows).toEqual({ tables: 1, without: [] })
  })

  test('tables that refer to later ones are made with the checks off', async () => {
    const later = step(
      '1',
      'CREATE TABLE a (id INT PRIMARY KEY, b INT, FOREIGN KEY (b) REFERENCES b(id)); CREATE TABLE b (id INT PRIMARY KEY);',
    )
    const { verdicts } = await answerOf(
      [step('2', 'ALTER TABLE a ADD COLUMN c INT;', 'ALTER TABLE a DROP COLUMN c;')],
      [later],
    )
    expect(verdicts[0]?.verdict).toMatchObject({ kind: 'proven' })
  })

  test('nothing is left behind, and another database is out of reach', async () => {
    const { verdicts } = await answerOf([step('2', 'CREATE TABLE mysql.x (id INT);', 'DROP TABLE mysql.x;')])
    expect(verdicts[0]?.verdict).toMatchObject({ kind: 'not-provable' })
    expect(client("SHOW DATABASES LIKE 'roadmap%'")).toBe('')
  })

  test('what takes too long is stopped, its database dropped', async () => {
    await prove([step('2', 'SELECT sleep(600);', 'SELECT 1;')])
    expect(client("SHOW DATABASES LIKE 'roadmap%'")).toBe('')
  })

  test('an account with rights over the server is refused, its password unsaid', async () => {
    vi.stubEnv(MYSQL_VARIABLE, `mysql://boss:secret@localhost/?socket=${encodeURIComponent(socket)}`)
    const ran = await prove([step('2', 'SELECT 1', 'SELECT 1')])
    expect(ran).toMatchObject({ kind: 'stopped', why: expect.stringContaining('ALL PRIVILEGES ON *.*') })
    expect(JSON.stringify(ran)).not.toContain('secret')
    vi.stubEnv(MYSQL_VARIABLE, 'nonsense')
    expect(await prove([USERS])).toMatchObject({
      why: expect.stringContaining('no mysql:// or mariadb:// address'),
    })
  })
})
