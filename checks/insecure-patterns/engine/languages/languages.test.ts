import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { analyse } from '../analyse.ts'
import { type RuleData, ruleData } from '../schema.ts'

const FOLDER = new URL('../../', import.meta.url)

const rules = new Map<string, RuleData>(
  readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
    .filter((file) => /^[^/]+\/rule\.yml$/.test(file))
    .map((file) => [
      file.slice(0, file.indexOf('/')),
      ruleData.parse(parse(readFileSync(new URL(file, FOLDER), 'utf8'))),
    ]),
)

const lines = async (path: string, text: string, rule: string): Promise<number[]> =>
  ((await analyse(path, text, rules)).matches.get(rule) ?? []).map((match) => match.region.startLine)

describe('Ruby', () => {
  const controller = (body: string): string =>
    `class A < ApplicationController\n  def a\n${body}\n  end\nend\n`

  it('takes a name that nothing writes to for a call, and a variable for itself', async () => {
    expect(await lines('a.rb', controller('system("ls #{params[:a]}")'), 'command-injection')).toEqual([3])
    expect(
      await lines('a.rb', controller('params = { a: 1 }\nsystem("ls #{params[:a]}")'), 'command-injection'),
    ).toEqual([])
  })

  it('gives back what a method ends in, whatever branch that is', async () => {
    const ending = (helper: string): string =>
      `class A < ApplicationController\n  def a\n    system("ls #{dir}")\n  end\n  def dir\n${helper}\n  end\nend\n`
    expect(
      await lines(
        'a.rb',
        ending('    if x\n      params[:a]\n    else\n      "b"\n    end'),
        'command-injection',
      ),
    ).toEqual([3])
    expect(await lines('a.rb', ending('    params[:a] if x'), 'command-injection')).toEqual([3])
    expect(await lines('a.rb', ending('    params[:a]\n    "b"'), 'command-injection')).toEqual([])
  })

  it('respects guards in every form', async () => {
    const use = '    User.order(params[:by])'
    for (const guard of [
      'return unless COLUMNS.include?(params[:by])',
      'raise ArgumentError unless %w[a b].include?(params[:by])',
      'COLUMNS.include?(params[:by]) or return',
      'return head(400) if params[:by] !~ /\\A[a-z]+\\z/',
    ])
      expect(await lines('a.rb', controller(`    ${guard}\n${use}`), 'sql-injection')).toEqual([])
    expect(await lines('a.rb', controller(`    puts COLUMNS\n${use}`), 'sql-injection')).toEqual([4])
  })

  it('finds the text of a heredoc, and looks into what is rescued', async () => {
    const query = '    User.find_by_sql(<<~A, <<~B)\n      SELECT 1\n    A\n      b #{params[:b]}\n    B'
    expect(await lines('a.rb', controller(query), 'sql-injection')).toEqual([])
    const rescued = '    dir = params[:d]\n    foo\n  rescue StandardError\n    `ls #{dir}`'
    expect(await lines('a.rb', controller(rescued), 'command-injection')).toEqual([6])
  })
})

describe('Kotlin', () => {
  const controller = (body: string): string =>
    `class A(private val jdbc: JdbcTemplate) {\n  @GetMapping("/a")\n  fun a(@RequestParam name: String, @RequestParam id: Int) {\n${body}\n  }\n}\n`

  it('puts together what stands behind a dollar sign, and keeps one that is meant', async () => {
    const query = (value: string): string => `    jdbc.query("SELECT * FROM t WHERE a = ${value}")`
    expect(await lines('A.kt', controller(query("'$name'")), 'sql-injection')).toEqual([4])
    expect(await lines('A.kt', controller(query("'${name.trim()}'")), 'sql-injection')).toEqual([4])
    expect(await lines('A.kt', controller(query('$id')), 'sql-injection')).toEqual([])
    expect(await lines('A.kt', controller(query('\\$name')), 'sql-injection')).toEqual([])
  })

  it('leaves out branches that are never met', async () => {
    const body = (kind: string): string =>
      `    val sql = when ("${kind}") {\n      "safe" -> "SELECT 1 FROM t"\n      else -> "SELECT * FROM t WHERE a = '$name'"\n    }\n    jdbc.query(sql)`
    expect(await lines('A.kt', controller(body('other')), 'sql-injection')).toHaveLength(1)
  })
})

describe('Rust', () => {
  const handler = (body: string): string =>
    `use axum::extract::Path;\nuse std::process::Command;\nasync fn a(Path(name): Path<String>, Path(id): Path<u32>) {\n${body}\n}\n`

  it('reads the text of a macro: by place, by name, in place', async () => {
    const query = (macro: string): string => `    sqlx::query(&${macro});`
    for (const macro of [
      `format!("SELECT * FROM t WHERE a = '{}'", name)`,
      `format!("SELECT * FROM t WHERE a = '{a}'", a = name.trim())`,
      `format!("SELECT * FROM t WHERE a = '{name}'")`,
    ])
      expect(await lines('a.rs', handler(query(macro)), 'sql-injection')).toEqual([4])
    expect(
      await lines('a.rs', handler(query('format!("SELECT * FROM t WHERE a = {}", id)')), 'sql-injection'),
    ).toEqual([])
  })

  it('leaves out tests beside the code', async () => {
    const test = `#[cfg(test)]\nmod tests {\n  ${handler('    Command::new(&name);').split('\n').slice(2).join('\n  ')}\n}\n`
    expect(
      await lines(
        'a.rs',
        `use axum::extract::Path;\nuse std::process::Command;\n${test}`,
        'command-injection',
      ),
    ).toEqual([])
    expect(await lines('a.rs', handler('    Command::new(&name);'), 'command-injection')).toEqual([4])
  })

  it('knows fields that hold numbers inside of a macro too', async () => {
    const struct = 'struct A { id: u32, name: String }\n'
    const query = (field: string): string =>
      `    sqlx::query(&format!("SELECT * FROM t WHERE a = {}", q.${field}));`
    const file = (field: string): string =>
      `use axum::extract::Query;\n${struct}async fn a(Query(q): Query<A>) {\n${query(field)}\n}\n`
    expect(await lines('a.rs', file('id'), 'sql-injection')).toEqual([])
    expect(await lines('a.rs', file('name'), 'sql-injection')).toEqual([4])
  })

  it('takes what filters of warp hand to a closure for what it is', async () => {
    const route = (type: string): string =>
      `use std::process::Command;\nfn a() {\n  warp::path::param::<${type}>().map(|a: ${type}| Command::new(&a));\n}\n`
    const project = { paths: new Set(['a.rs']), read: async (): Promise<string> => '' }
    const found = async (type: string): Promise<number[]> =>
      ((await analyse('a.rs', route(type), rules, project)).matches.get('command-injection') ?? []).map(
        (match) => match.region.startLine,
      )
    expect(await found('String')).toEqual([3])
    expect(await found('u32')).toEqual([])
  })

  it('follows what a pattern binds', async () => {
    const body = '    if let Some(host) = name.split(".").next() {\n        Command::new(host);\n    }'
    expect(await lines('a.rs', handler(body), 'command-injection')).toEqual([5])
  })
})

/** Pieces of three languages in any order: nothing of it may throw, or run without end. */
const PIECES: Readonly<Record<string, readonly string[]>> = {
  'a.rb': [
    'def a(x, *y, k: 1)\n',
    'end\n',
    'if ',
    'params[:a]',
    ' << ',
    '<<~S\n#{x}\nS\n',
    '`#{a}`',
    'case x\nwhen ',
    '{ |a, (b, c)| ',
    '}',
    '->(x) ',
    'a, *b = ',
    ' rescue ',
    'ensure\n',
    '"#{',
    '%w[a b]',
    '\n',
    '=> ',
    'x ||= ',
  ],
  'a.kt': [
    'fun a(x: String) = ',
    '{ ',
    '} ',
    'when (x) { ',
    'else -> ',
    '"$x ${',
    '"',
    'val (a, b) = ',
    'x?.let ',
    '?: return',
    'object : A ',
    'if (x) ',
    'for ((a, b) in x) ',
    '@A ',
    'call.parameters["a"]',
    '\n',
    '!!',
    'class A(val x: B) ',
  ],
  'a.rs': [
    'fn a(Path(x): Path<String>) ',
    '{ ',
    '} ',
    'format!("{} {x}", ',
    'match x ',
    'Some(a) => ',
    'if let Some(x) = ',
    'write!(s, ',
    '()',
    ')',
    '&mut ',
    'vec![',
    ']',
    'impl A ',
    '#[cfg(test)] ',
    'mod a ',
    '|x| ',
    '?.await',
    '; ',
    'use a::{b, c as d, e::*};',
  ],
}

describe.each(Object.entries(PIECES))('%s', (path, pieces) => {
  it('never throws', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...pieces), { maxLength: 30 }), async (parts) => {
        await expect(analyse(path, parts.join(''), rules)).resolves.toBeDefined()
      }),
      { numRuns: 60 },
    )
  })

  it('ends on deep nesting', async () => {
    const open = path.endsWith('.rb') ? '[' : '('
    const close = path.endsWith('.rb') ? ']' : ')'
    // A word that some rule asks about: what speaks of nothing need not be read.
    const word = path.endsWith('.kt')
      ? 'File'
      : path.endsWith('.rs')
        ? 'danger_accept_invalid_certs(true)'
        : 'params'
    const deep = `x = ${open.repeat(3000)}${word}${close.repeat(3000)}\n`
    expect((await analyse(path, deep, rules)).notLookedAt).toBeDefined()
  })
})

describe('Go', () => {
  const file = (imports: string, body: string): string =>
    `package a\n\nimport (\n${imports}\n)\n\nfunc f() {\n${body}\n}\n`

  it('leaves a major version out of a package, and what its folder alone is called', async () => {
    const cors = '\tcors.New(cors.Config{AllowOrigins: "*", AllowCredentials: true})'
    const fiber = '\t"github.com/gofiber/fiber/v2/middleware/cors"'
    expect(await lines('a.go', file(fiber, cors), 'cors-wildcard-with-credentials')).toEqual([8])
    const unsigned = '\tjwt.NewWithClaims(jwt.SigningMethodNone, nil)'
    expect(await lines('a.go', file('\t"github.com/dgrijalva/jwt-go"', unsigned), 'jwt-unverified')).toEqual([
      8,
    ])
  })

  it('knows a negated constant, a named number and a function that returns nothing', async () => {
    const config = (entry: string): string =>
      `\tvar old uint16 = tls.VersionTLS10\n\tuse(&tls.Config{${entry}}, old)`
    const found = (entry: string, rule: string): Promise<number[]> =>
      lines('a.go', file('\t"crypto/tls"', config(entry)), rule)
    expect(await found('InsecureSkipVerify: !false', 'tls-verification-disabled')).toEqual([9])
    expect(await found('InsecureSkipVerify: !true', 'tls-verification-disabled')).toEqual([])
    expect(await found('MinVersion: old', 'weak-tls-version')).toEqual([9])
  })
})

describe('C#', () => {
  const action = (body: string): string =>
    `public class A : Controller {\n  public void Run(string name, Request request) {\n${body}\n  }\n}\n`

  it.each([
    ['var start = new ProcessStartInfo("a") { Arguments = name };', 3],
    [
      'var text = new StringBuilder(); text.Append("a ").Append(name); Process.Start("a", text.ToString());',
      3,
    ],
    ['if (items is string text) { } if (name is string word) Process.Start("a", word);', 3],
    ['Process.Start("a", Request["x"]);', 3],
    ['if (Request.Query.TryGetValue("x", out var held)) Process.Start("a", held);', 3],
    [
      'names.ForEach(one => Process.Start("a", "b"));\nvar d = new Dictionary<string, string> { ["a"] = name };\nProcess.Start("a", d["a"]);',
      5,
    ],
  ])('follows what a request brings: %s', async (body, line) => {
    expect(await lines('a.cs', action(body), 'command-injection')).toEqual([line])
  })

  it.each([
    'var start = new ProcessStartInfo(name.Length > 1 ? "a" : "b") { Arguments = "b" };',
    'var text = new StringBuilder(); text.Append("a ").Append("b"); Process.Start("a", text.ToString());',
    'var d = new Dictionary<string, string> { ["a"] = name, ["b"] = "c" };\nProcess.Start("a", d["b"]);',
  ])('lets the rest be: %s', async (body) => {
    expect(await lines('a.cs', action(body), 'command-injection')).toEqual([])
  })

  it('takes for a route what a route names, and nothing else', async () => {
    const api = (route: string): string =>
      `${route}\nstatic class Api {\n  static void Find(string name) => Process.Start("a", name);\n}\n`
    expect(await lines('a.cs', api('app.MapGet("/a", Api.Find);'), 'command-injection')).toEqual([3])
    expect(await lines('a.cs', api('app.Later("/a", Api.Find);'), 'command-injection')).toEqual([])
    const lambda = 'app.MapGet("/a", (string name) => Process.Start("a", name));\n'
    expect(await lines('a.cs', lambda, 'command-injection')).toEqual([1])
    expect(await lines('a.cs', lambda.replace('MapGet', 'Each'), 'command-injection')).toEqual([])
  })
})

describe('What a block of Kotlin is about', () => {
  it.each([
    'KeyPairGenerator.getInstance("RSA").apply { initialize(1024) }',
    'with(KeyPairGenerator.getInstance("RSA")) { initialize(1024) }',
    'KeyPairGenerator.getInstance("RSA").also { it.initialize(1024) }',
    'KeyPairGenerator.getInstance("RSA").let { made -> made.initialize(1024) }',
  ])('%s', async (text) => {
    const file = (body: string): string => `fun a() {\n  ${body}\n}\n`
    expect(await lines('a.kt', file(text), 'weak-key-size')).toEqual([2])
    expect(await lines('a.kt', file(text.replace('1024', '3072')), 'weak-key-size')).toEqual([])
    const own = `fun initialize(size: Int) {}\n${file(text)}`
    const isBare = !/\w\.initialize/.test(text)
    expect(await lines('a.kt', own, 'weak-key-size')).toEqual(isBare ? [] : [3])
  })
})
