import { parse } from 'yaml'
import { describe, expect, it } from 'vitest'
import { analyse } from '../analyse.ts'
import { ruleData } from '../schema.ts'

const ruleFor = (category: string) =>
  ruleData.parse(
    parse(`
title: A test
level: error
confidence: high
status: preview
module: 7
cwe: [78]
category: ${category}
find:
  - languages: [java, javascript, python, go, php, ruby, csharp, kotlin]
    call: ['*.sink', sink]
    where: [{ argument: 0, origin: request }]
    message: '{hole}'
`),
  )

/** Whether a value of a request reaches the call of \`sink\` as something that is dangerous there. */
async function reaches(path: string, text: string, category = 'html'): Promise<boolean> {
  const { matches, notLookedAt } = await analyse(path, text, new Map([['x', ruleFor(category)]]))
  expect(notLookedAt).toBeUndefined()
  return matches.has('x')
}

const js = (value: string): string => `app.get('/', (req, res) => { const p = req.query.p; sink(${value}) })`
const php = (body: string): string => `<?php\nfunction run() {\n$p = $_GET['p'];\n${body}\n}`
const java = (value: string): string =>
  `class A { void run(javax.servlet.http.HttpServletRequest request, Out out) { String p = request.getParameter("p"); out.sink(${value}); } }`
const python = (value: string): string =>
  `import re\nfrom flask import request\nWORD = re.compile(r"[^a-z]")\ndef run(out):\n    p = request.args.get("p")\n    out.sink(${value})\n`

describe('a text that all characters but letters and digits were taken out of', () => {
  it.each([
    ['a.js', js(`p.replace(/[^a-z0-9_]/gi, '')`), false],
    ['a.js', js(`p.replace(/[^a-z0-9_]/i, '')`), true],
    ['a.js', js(`p.replace(/[^a-z0-9<]/gi, '')`), true],
    ['a.js', js(`p.replace(/[a-z]/gi, '')`), true],
    ['a.js', js(`p.replace(/[^a-z]/gi, '<')`), true],
    ['A.java', java(`p.replaceAll("[^A-Za-z0-9]+", "_")`), false],
    ['A.java', java(`p.replaceFirst("[^A-Za-z0-9]+", "_")`), true],
    ['a.py', python(`re.sub(r"\\W", "", p)`), false],
    ['a.py', python(`WORD.sub("", p)`), false],
    ['a.py', python(`re.sub(r"\\w", "", p)`), true],
    ['a.php', php(`sink(preg_replace('/\\W/si', '', $p));`), false],
    ['a.php', php(`sink(preg_replace('/\\'/', '', $p));`), true],
  ])('%s: %s', async (path, text, expected) => {
    expect(await reaches(path, text)).toBe(expected)
  })

  it('still leads out of a folder where dots stay, and still is two words where spaces do', async () => {
    const dots = js(`p.replace(/[^a-z.]/g, '')`)
    expect(await reaches('a.js', dots, 'path')).toBe(true)
    expect(await reaches('a.js', dots, 'html')).toBe(false)
    const spaces = js(`p.replace(/[^a-z ]/g, '')`)
    expect(await reaches('a.js', spaces, 'command')).toBe(true)
  })
})

describe('PHP', () => {
  it.each([
    ['a plus sign makes numbers', '$q = $p + 0; sink($q);', false],
    ['so does one with an assignment', '$p += 0.0; sink($p);', false],
    ['a dot does not', '$q = $p . 0; sink($q);', true],
    ['settype makes numbers of the variable itself', 'settype($p, "integer"); sink($p);', false],
    ['settype to a text does not', 'settype($p, "string"); sink($p);', true],
    ['filter_var makes numbers', 'sink(filter_var($p, FILTER_SANITIZE_NUMBER_INT));', false],
    [
      'filter_var takes special characters out',
      'sink(filter_var($p, FILTER_SANITIZE_SPECIAL_CHARS));',
      false,
    ],
    ['filter_var leaves all else', 'sink(filter_var($p, FILTER_SANITIZE_EMAIL));', true],
    ['a match that is compared', "if (preg_match('/^[a-z]*$/', $p) === 1) { sink($p); }", false],
    ['a match that is compared the other way', "if (preg_match('/^[a-z]*$/', $p) === 0) { sink($p); }", true],
    ['a match of no use', "if (preg_match('/^[a-z]*$/', $p) !== false) { sink($p); }", true],
  ])('%s', async (_, body, expected) => {
    expect(await reaches('a.php', php(body))).toBe(expected)
  })

  it('follows a value through a constructor and the fields of a class', async () => {
    const box = (clean: string): string =>
      `class Box { private $x; function __construct($x) { $this->x = $x; } function shrink() { $this->x = ${clean}; } function get() { return $this->x; } }`
    const run = php(`$box = new Box($p);\n$box->shrink();\nsink($box->get());`)
    expect(await reaches('a.php', `${run}\n${box('$this->x')}`)).toBe(true)
    expect(await reaches('a.php', `${run}\n${box('htmlspecialchars($this->x)')}`)).toBe(false)
  })
})
