import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { pageOf } from '../../index.ts'
import { analyse, type FileMatch } from './analyse.ts'
import { fromData } from './definition.ts'
import { type RuleData, ruleData } from './schema.ts'

const FOLDER = new URL('..', import.meta.url)

const rules = new Map<string, RuleData>(
  readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('rule.yml'))
    .map((file) => {
      const id = `insecure-patterns/${file.slice(0, file.indexOf('/'))}`
      return [id, ruleData.parse(parse(readFileSync(new URL(file, FOLDER), 'utf8')))]
    }),
)

async function found(path: string, text: string, rule: string): Promise<FileMatch[]> {
  const id = `insecure-patterns/${rule}`
  const only = rules.get(id)
  if (!only) throw new Error(`no rule ${id}`)
  return (await analyse(path, text, new Map([[id, only]]))).matches.get(id) ?? []
}

const sql = async (path: string, text: string): Promise<number[]> =>
  (await found(path, text, 'sql-injection')).map((match) => match.region.startLine)

describe('strings followed to where they are used', () => {
  it('takes the writing that surely ran, and all that may have', async () => {
    const code = (middle: string): string => `function f(db, name) {
  let sql = "SELECT * FROM t WHERE n = '" + name + "'"
  ${middle}
  db.query(sql)
}`
    expect(await sql('a.js', code(''))).toEqual([4])
    expect(await sql('a.js', code('sql = "SELECT 1 FROM t"'))).toEqual([])
    expect(await sql('a.js', code('if (x) { sql = "SELECT 1 FROM t" }'))).toEqual([4])
  })

  it('looks outward through scopes, and lets inner names hide outer ones', async () => {
    const outer = "const name = 'fixed'\n"
    const query = "db.query(`SELECT * FROM t WHERE n = '${name}'`)"
    expect(await sql('a.js', `${outer}export const f = (db) => ${query}`)).toEqual([])
    expect(await sql('a.js', `${outer}export const f = (db, name) => ${query}`)).toEqual([2])
  })

  it('asks the callers where all of them stand in the file', async () => {
    const body = "function find(name) {\n  return db.query(`SELECT * FROM t WHERE n = '${name}'`)\n}\n"
    expect(await sql('a.js', `${body}find('fixed')`)).toEqual([])
    expect(await sql('a.js', `${body}app.get('/', (req) => find(req.query.name))`)).toEqual([2])
    expect(await sql('a.js', `export ${body}find('fixed')`)).toEqual([2])
    expect(await sql('a.js', `${body}find('fixed')\nmodule.exports = { find }`)).toEqual([2])
  })

  it('lets a name in capitals and a number be', async () => {
    expect(
      await sql(
        'a.go',
        'package a\nfunc f(db *sql.DB, n int) {\n db.Query("SELECT a FROM t WHERE a = " + n)\n}',
      ),
    ).toEqual([])
    expect(
      await sql('a.py', 'def f(cur):\n    cur.execute(f"SELECT a FROM t WHERE a = \'{STATUS}\'")\n'),
    ).toEqual([])
  })

  it('does not take a value in an identifier place for one in a value place', async () => {
    const text = (place: string): string => `def f(cur, x):\n    cur.execute(f"${place}")\n`
    for (const place of [
      'SELECT a FROM {x}',
      'SELECT {x} FROM t',
      'SELECT a FROM t ORDER BY {x}',
      'SELECT a FROM t {x}',
    ]) {
      expect(await sql('a.py', text(place))).toEqual([])
    }
    for (const place of [
      "SELECT a FROM t WHERE a = '{x}'",
      'SELECT a FROM t WHERE a = {x}',
      'INSERT INTO t VALUES (1, {x})',
    ]) {
      expect(await sql('a.py', text(place))).toEqual([2])
    }
  })
})

describe('identity', () => {
  it('survives moved and re-indented code', async () => {
    const line = "db.query(`SELECT * FROM t WHERE n = '${name}'`)"
    await fc.assert(
      fc.asyncProperty(fc.nat(30), fc.nat(20), async (lines, indent) => {
        const plain = await found('a.js', `export function f(db, name) {\n${line}\n}`, 'sql-injection')
        const moved = await found(
          'a.js',
          `${'\n'.repeat(lines)}export function f(db, name) {\n${' '.repeat(indent)}${line}\n}`,
          'sql-injection',
        )
        expect(moved.map((match) => match.subject)).toEqual(plain.map((match) => match.subject))
        expect(moved[0]?.region.startLine).toBe(lines + 2)
        expect(moved[0]?.region.startColumn).toBe(indent + 4)
      }),
      { numRuns: 20 },
    )
  })

  it('shows no text that stands in quotes', async () => {
    const text =
      "import cp from 'child_process'\nexport const f = (x) => cp.exec('login ' + key('hunter2secret', x))"
    const [match] = await found(
      'a.js',
      `${text}\napp.get('/', (req) => cp.exec('login ' + req.query['hunter2secret']))`,
      'command-injection',
    )
    expect(match).toBeDefined()
    expect(JSON.stringify(match)).not.toContain('login')
  })
})

describe('suggestions', () => {
  const withSuggestion = [...rules].filter(([, rule]) => rule.find.some((finder) => finder.suggest))
  it.each(withSuggestion.map(([id]) => id))('of %s mend what they stand at', async (id) => {
    const short = id.slice('insecure-patterns/'.length)
    let applied = 0
    for (const example of pageOf(id).examples.filter((one) => one.reported)) {
      for (const [path, text] of Object.entries(example.head)) {
        const matches = await found(path, text, short)
        for (const { suggestion } of matches.filter((match) => match.suggestion)) {
          if (!suggestion) continue
          const lines = text.split('\n')
          const { startLine, endLine } = suggestion.region
          lines.splice(startLine - 1, endLine - startLine + 1, ...suggestion.replacement.split('\n'))
          expect((await found(path, lines.join('\n'), short)).length).toBeLessThan(matches.length)
          applied++
        }
      }
    }
    expect(applied).toBeGreaterThan(0)
  })
})

describe('hostile code', () => {
  it('names what it does not look at', async () => {
    const deep = `x = ${'('.repeat(5000)}1${')'.repeat(5000)}`
    expect((await analyse('a.js', deep, rules)).notLookedAt).toMatch(/too-deep/)
    expect((await analyse('a.js', `x = "${'a'.repeat(10_000_000)}"`, rules)).notLookedAt).toMatch(/oversized/)
    expect((await analyse('a.py', 'eval ( ((\n)]} = = 1 1 [[ request', rules)).notLookedAt).toMatch(/syntax/)
    // What no rule asks about is no gap.
    expect((await analyse('a.py', 'def (((\n)]} = = 1 1 [[', rules)).notLookedAt).toBeUndefined()
  })

  it('shows at most a hundred findings of a rule and says how many more there are', async () => {
    const text = `export function f(db, x) {\n${"db.query('SELECT a FROM t WHERE a = ' + x)\n".repeat(2500)}}`
    const analysis = await analyse('a.js', text, rules)
    expect(analysis.matches.get('insecure-patterns/sql-injection')).toHaveLength(100)
    expect(analysis.notLookedAt).toMatch(/2400 more findings of insecure-patterns\/sql-injection/)
  })

  it.each([
    [
      'much white space',
      `db.query("${' '.repeat(90_000)}select" + x)\ndb.query("select a from t where a = ${' '.repeat(90_000)}" + x)`,
    ],
    [
      'many commas',
      `db.query("insert into t values (${'1, '.repeat(30_000)}" + x + "${', 1'.repeat(30)}" + x)`,
    ],
    ['one name written and called over and over', 'f = g\nf("a" + f)\n'.repeat(10_000)],
    ['a text doubled fifty times', `let s = '' + x\n${'s = s + s\n'.repeat(50)}db.query(s)`],
    ['names that stand for each other', 'var a = b\nvar b = a\ndb.query("SELECT a FROM t WHERE a = " + a)'],
    ['a list that contains itself', 'var l = [1]\nl = [l, l]\nl = [l, l]\ndb.query(l.join(","))'],
    [
      'a function that calls itself',
      'function f(x) { return f(db.query("SELECT a FROM t WHERE a = " + x)) }\nf(1)',
    ],
    ['a long chain of additions', `db.query("SELECT a FROM t WHERE a = " ${'+ x '.repeat(1000)})`],
    [
      'a long chain of names',
      Array.from({ length: 3000 }, (_, i) => `const v${i + 1} = v${i} + 'x'`).join('\n'),
    ],
  ])('ends on %s', async (_, text) => {
    const analysis = await analyse('a.js', text, rules)
    expect(analysis.matches).toBeInstanceOf(Map)
  })
})

describe('fromData', () => {
  it('names every mistake of a rule', () => {
    const wrong = {
      title: 'x',
      level: 'severe',
      find: [{ languages: ['cobol'], message: 'm', where: [{ argument: 0, matches: '(' }] }],
    }
    expect(() => fromData(wrong, 'insecure-patterns/x')).toThrow(/insecure-patterns\/x[^]*level[^]*languages/)
  })

  it('starts a rule by the files of its languages', () => {
    const rule = fromData(
      {
        title: 'x',
        level: 'error',
        confidence: 'high',
        status: 'stable',
        module: 7,
        cwe: [1],
        find: [{ languages: ['javascript'], call: ['eval'], message: 'm' }],
      },
      'insecure-patterns/test-only',
    )
    expect(rule.files).toContain('**/*.tsx')
    expect(rule.files).not.toContain('**/*.py')
  })
})
