import { describe, expect, it } from 'vitest'
import { comments } from './comments.ts'

const CASES: Record<string, [text: string, expected: string[]]> = {
  'a.js': [
    'const a = "// no" // yes\n/* block\n * two */\nconst r = /\\/\\/x/\n`// ${/* in */ 1}`',
    ['yes', 'block\ntwo', 'in'],
  ],
  'a.ts': ["// one\nlet x: string = '/* no */'", ['one']],
  'a.tsx': ['const e = <p>// text {/* real */}</p>', ['real']],
  'a.py': ['x = "# no" # yes\n"""\n# doc\n"""\n', ['yes']],
  'A.java': ['/** Doc. */\nclass A { String s = "// no"; // yes\n}', ['Doc.', 'yes']],
  'a.go': ['package a\n// yes\nvar s = `// no`', ['yes']],
  'a.rb': ['x = "# no #{1}" # yes\n=begin\nblock\n=end\n', ['yes', '=begin\nblock\n=end']],
  'a.php': ['<?php\n# one\n$a = "// no"; // two\n/* three */', ['one', 'two', 'three']],
  'A.cs': ['class A { string s = @"// no"; /// <summary>yes</summary>\n}', ['<summary>yes</summary>']],
  'a.rs': ['// one\nfn main() { let s = r#"// no"#; /* two */ }', ['one', 'two']],
  'a.yml': ['# top\na: "# no" # yes\nb: |\n  # text\nc: x#y\nd: [1, # flow\n 2]\n', ['top', 'yes', 'flow']],
  'a.sql': [
    "-- one\nselect 'it''s -- no', E'\\' -- no', \"-- no\", $q$ -- no $q$, a #> b; /* two /* nested */ */\n# three",
    ['one', 'two /* nested */', 'three'],
  ],
  'a.properties': ['# one\n! two\nkey=a # no', ['one', 'two']],
  'a.json': ['{"a": "// no"}', []],
}

describe('comments', () => {
  it.each(Object.entries(CASES))('finds the real ones of %s', async (path, [text, expected]) => {
    expect((await comments(text, path)).map((comment) => comment.text)).toEqual(expected)
  })

  it('gives exact regions, and whether code stands before', async () => {
    const [first, second] = await comments('// a\r\nlet é = "😀" // b\r\n', 'a.js')
    expect(first).toEqual({
      text: 'a',
      region: { startLine: 1, startColumn: 1, endLine: 1, endColumn: 5 },
      trailing: false,
    })
    expect(second).toEqual({
      text: 'b',
      region: { startLine: 2, startColumn: 14, endLine: 2, endColumn: 18 },
      trailing: true,
    })
  })

  it('reads a rule name and a reason in every language', async () => {
    for (const [path, text] of [
      ['a.py', '# roadmap-ignore insecure-patterns/x -- why'],
      ['a.sql', '-- roadmap-ignore insecure-patterns/x -- why'],
      ['a.go', '/* roadmap-ignore insecure-patterns/x -- why */'],
    ] as const) {
      expect((await comments(text, path))[0]?.text).toBe('roadmap-ignore insecure-patterns/x -- why')
    }
  })
})
