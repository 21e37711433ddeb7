import fc from 'fast-check'
import { parse } from 'yaml'
import { describe, expect, it } from 'vitest'
import { analyse } from '../analyse.ts'
import type { Project } from '../project.ts'
import { ruleData } from '../schema.ts'

const rule = ruleData.parse(
  parse(`
title: A test
level: error
confidence: high
status: preview
module: 7
cwe: [78]
category: command
find:
  - languages: [java, javascript, python, go]
    call: ['*.sink', sink]
    where: [{ argument: 0, origin: request }]
    message: '{hole}'
`),
)
const rules = new Map([['x', rule]])

/** Whether a value reaches the call of \`sink\`. */
async function reaches(path: string, text: string, others: Record<string, string> = {}): Promise<boolean> {
  const project: Project = { paths: new Set(Object.keys(others)), read: async (at) => others[at] }
  const { matches, notLookedAt } = await analyse(path, text, rules, project)
  expect(notLookedAt).toBeUndefined()
  return matches.has('x')
}

const java = (body: string, members = ''): string => `
import java.util.*;
import javax.servlet.http.HttpServletRequest;
class A {
  ${members}
  void run(HttpServletRequest request, Out out) {
    String p = request.getParameter("p");
    ${body}
  }
}`
const js = (body: string): string => `app.get('/', (req, res) => {
  const p = req.query.p
  ${body}
})`
const python = (body: string): string =>
  `from flask import request\ndef run(out):\n    p = request.args.get("p")\n${body
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n')}\n`
const go = (body: string): string => `package a
import ("net/http"; "strings")
func run(w http.ResponseWriter, r *http.Request) {
  p := r.FormValue("p")
  ${body}
}`

describe.for([
  ['Java', (body: string) => reaches('src/A.java', java(body))] as const,
  ['JavaScript', (body: string) => reaches('a.js', js(body))] as const,
  ['Python', (body: string) => reaches('a.py', python(body))] as const,
  ['Go', (body: string) => reaches('a.go', go(body))] as const,
])('%s', ([language, reach]) => {
  const table: Record<string, [string, boolean][]> = {
    Java: [
      ['out.sink(p);', true],
      ['out.sink("a");', false],
      ['String q; if (7 * 6 > 40) q = "a"; else q = p; out.sink(q);', false],
      ['String q = p; if (request.isSecure()) q = "a"; out.sink(q);', true],
      ['String q = 1 + 1 == 2 ? "a" : p; out.sink(q);', false],
      ['List<String> l = new ArrayList<>(); l.add("a"); l.add(p); l.remove(0); out.sink(l.get(0));', true],
      ['List<String> l = new ArrayList<>(); l.add("a"); l.add(p); out.sink(l.get(0));', false],
      [
        'Map<String, String> m = new HashMap<>(); m.put("a", "b"); m.put("c", p); out.sink(m.get("a"));',
        false,
      ],
      [
        'Map<String, String> m = new HashMap<>(); m.put("a", "b"); m.put("c", p); out.sink(m.get("c"));',
        true,
      ],
      ['StringBuilder b = new StringBuilder("a"); b.append(p); out.sink(b.toString());', true],
      [
        'String q; switch ("ABC".charAt(1)) { case \'B\': q = "a"; break; default: q = p; } out.sink(q);',
        false,
      ],
      ['if (!Set.of("a", "b").contains(p)) return; out.sink(p);', false],
      ['if (!p.matches("[a-z]+")) return; out.sink(p);', false],
      ['if (!p.matches(".*a.*")) return; out.sink(p);', true],
      ['if ("a".equals(p)) out.sink(p);', false],
      ['out.sink(String.valueOf(Integer.parseInt(p)));', false],
      ['String[] a = { "x", p }; out.sink(a[0]);', false],
      ['for (String s : request.getParameterValues("x")) out.sink(s);', true],
      ['try { p = "a"; } finally { out.close(); } out.sink(p);', false],
    ],
    JavaScript: [
      ['sink(p)', true],
      ['const { a, b } = { a: 1, b: p }; sink(a)', false],
      ['const { a, b } = { a: 1, b: p }; sink(b)', true],
      ['sink(["a", "b"].includes(p) ? p : "c")', false],
      ['if (!/^[a-z]+$/.test(p)) return; sink(p)', false],
      ['const f = (x) => x.trim(); sink(f(p))', true],
      ['const f = (x) => "a"; sink(f(p))', false],
      ['const list = []; list.push(p); sink(list[0])', true],
      ['sink(Number(p))', false],
      ['for (const x of p.split(",")) sink(x)', true],
    ],
    Python: [
      ['out.sink(p)', true],
      ['d = {"a": 1, "b": p}\nout.sink(d["a"])', false],
      ['d = {"a": 1, "b": p}\nout.sink(d["b"])', true],
      ['if p not in ("a", "b"):\n    return\nout.sink(p)', false],
      ['q = p if 3 > 4 else "a"\nout.sink(q)', false],
      ['match "ABC"[1]:\n    case "B":\n        q = "a"\n    case _:\n        q = p\nout.sink(q)', false],
      ['l = ["a"]\nl.append(p)\nl.pop(0)\nout.sink(l[0])', true],
      ['out.sink(f"a {p}")', true],
      ['out.sink(int(p))', false],
    ],
    Go: [
      ['sink(p)', true],
      ['if p != "a" { return }; sink(p)', false],
      ['sink(strings.TrimSpace(p))', true],
      ['q := "a"; if r.TLS != nil { q = p }; sink(q)', true],
      ['q := p; q = "a"; sink(q)', false],
    ],
  }
  it.for(table[language] ?? [])('%s', async ([body, expected]) => {
    expect(await reach(body)).toBe(expected)
  })
})

describe('helpers', () => {
  it('enters functions of the file with what they are given', async () => {
    const members = 'private String same(String x) { return x; } private String no(String x) { return "a"; }'
    expect(await reaches('src/A.java', java('out.sink(same(p));', members))).toBe(true)
    expect(await reaches('src/A.java', java('out.sink(no(p));', members))).toBe(false)
  })

  it('keeps fields of instances apart', async () => {
    const members =
      'static class B { String a, b; B(String a, String b) { this.a = a; this.b = b; } String a() { return a; } String b() { return b; } }'
    expect(await reaches('src/A.java', java('B x = new B(p, "c"); out.sink(x.a());', members))).toBe(true)
    expect(await reaches('src/A.java', java('B x = new B(p, "c"); out.sink(x.b());', members))).toBe(false)
  })

  it('carries what one method leaves in a field to another that it calls', async () => {
    const members = 'private String kept; private boolean on = false; void use(Out out) { out.sink(kept); }'
    expect(await reaches('src/A.java', java('kept = p; use(out);', members))).toBe(true)
    expect(await reaches('src/A.java', java('kept = p; kept = "c"; use(out);', members))).toBe(false)
    const flag = 'private boolean on = false; String take(String x) { if (on) return x; return "c"; }'
    expect(await reaches('src/A.java', java('on = true; out.sink(take(p));', flag))).toBe(true)
    expect(await reaches('src/A.java', java('on = false; out.sink(take(p));', flag))).toBe(false)
    // A local variable of that name writes no field.
    expect(await reaches('src/A.java', java('boolean on = true; out.sink(take(p));', flag))).toBe(false)
  })

  it('reads other files of the snapshot when a value leads there', async () => {
    const body = 'out.sink(Help.help(p));'
    const help = (text: string): Record<string, string> => ({
      'src/Help.java': `class Help { static String help(String x) { return ${text}; } }`,
    })
    expect(await reaches('src/A.java', java(body), help('x'))).toBe(true)
    expect(await reaches('src/A.java', java(body), help('"a"'))).toBe(false)
    const script = "import { help } from './help.js'\n" + js('sink(help(p))')
    expect(await reaches('a.js', script, { 'help.js': 'export function help(x) { return x }' })).toBe(true)
    expect(await reaches('a.js', script, { 'help.js': 'export function help(x) { return 1 }' })).toBe(false)
    const snake = `from lib.help import help\n${python('out.sink(help(p))')}`
    expect(await reaches('a.py', snake, { 'lib/help.py': 'def help(x):\n    return x\n' })).toBe(true)
  })
})

describe('hostile code', () => {
  const ends = async (path: string, text: string): Promise<void> => {
    expect((await analyse(path, text, rules)).matches).toBeDefined()
  }

  it('ends on branches, loops and calls that double', async () => {
    expect.hasAssertions()
    const calls = Array.from(
      { length: 60 },
      (_, n) => `function f${n}(x) { return f${n + 1}(x) + f${n + 1}(x + 1) }`,
    )
    await ends('a.js', `${calls.join('\n')}\nf0(req.query.a)`)
    await ends('a.js', `${'for (const a of b) { if (c) { '.repeat(40)}sink(req.query.a)${'} }'.repeat(40)}`)
    await ends('a.js', `function f(x) { return g(x) } function g(x) { return f([x, x]) } f(req.query.a)`)
    await ends('a.py', `def f(x):\n${'    x = [x, x]\n'.repeat(200)}    sink(x)\n`)
  })

  it('says so of a file over its budget', async () => {
    const text = Array.from({ length: 1500 }, (_, n) => `if (a${n}) { x = x + y[${n}](x) }`).join('\n')
    const { notLookedAt, matches } = await analyse('a.js', `function f(x, y) { ${text.repeat(2)} }`, rules)
    expect(notLookedAt ?? [...matches]).toBeTruthy()
  })

  it('never throws on what a language allows', async () => {
    const part = fc.constantFrom(
      'p',
      'sink(',
      ')',
      '{',
      '}',
      'if (p) ',
      'x = ',
      '[p]',
      '.map(',
      '=> ',
      ';\n',
      'return ',
      '"a"',
      ' + ',
      'for (const q of p) ',
    )
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 40 }), async (parts) => {
        await analyse('a.js', js(parts.join('')), rules)
      }),
      { numRuns: 60 },
    )
  })
})
