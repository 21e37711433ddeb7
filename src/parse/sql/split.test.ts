import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { splitSql } from './split.ts'

const texts = (sql: string): string[] => splitSql(sql).statements.map((statement) => statement.text)

describe('splitSql', () => {
  test.each([
    ['a semicolon in a string', "select 'a;b'; select 2", ["select 'a;b'", 'select 2']],
    ['a doubled quote', "select 'a'';b'; select 2", ["select 'a'';b'", 'select 2']],
    ['an escape string', "select E'a\\';b'; select 2", ["select E'a\\';b'", 'select 2']],
    ['quoted names', 'select ";" from `;`; select 2', ['select ";" from `;`', 'select 2']],
    ['dollar quotes', 'do $x$ a; $$ b; $x$; select 2', ['do $x$ a; $$ b; $x$', 'select 2']],
    ['comments', 'select 1 -- a;\n; /* b; /* c; */ */ select 2', ['select 1', 'select 2']],
    ['a MySQL comment', '# a;\nselect 1;', ['select 1']],
    ["PostgreSQL's # operators", 'select a # b; select 2', ['select a # b', 'select 2']],
    [
      'a body of BEGIN ATOMIC',
      'create function f() returns int begin atomic select 1; select 2; end; select 3',
      ['create function f() returns int begin atomic select 1; select 2; end', 'select 3'],
    ],
    [
      'a trigger with CASE and IF',
      'create trigger t after insert on x for each row begin if a then set b = case c when 1 then 2 end; end if; end; select 3',
      [
        'create trigger t after insert on x for each row begin if a then set b = case c when 1 then 2 end; end if; end',
        'select 3',
      ],
    ],
    ['a transaction is no body', 'begin; select 1; end; select 2', ['begin', 'select 1', 'end', 'select 2']],
    [
      'DELIMITER',
      'delimiter //\nselect 1; select 2//\ndelimiter ;\nselect 3;',
      ['select 1; select 2', 'select 3'],
    ],
  ])('respects %s', (_, sql, expected) => {
    expect(texts(sql)).toEqual(expected)
  })

  test('keeps what MySQL executes in a comment', () => {
    expect(texts('/*!40101 SET NAMES utf8 */;')).toHaveLength(1)
  })

  test('takes the marks off comments', () => {
    const { comments } = splitSql('-- one\n/* two */ /**\n * three\n */')
    expect(comments.map((comment) => comment.text)).toEqual(['one', 'two', 'three'])
  })

  test('law: pieces are disjoint, in order, and between them stand only layout, comments and delimiters', () => {
    const part = fc.constantFrom(
      'select 1',
      ';',
      ' ',
      '\n',
      "'",
      '"',
      '`',
      '$$',
      '$a$',
      '--',
      '/*',
      '*/',
      '#',
      'begin',
      'end',
      'case',
      'create trigger t',
      'é',
      '\\',
      'delimiter',
      '//',
      'x',
    )
    fc.assert(
      fc.property(fc.array(part, { maxLength: 40 }), fc.boolean(), (parts, escapes) => {
        const sql = parts.join('')
        const { statements, comments } = splitSql(sql, escapes)
        let last = 0
        for (const { text, start, end } of statements) {
          expect(start).toBeGreaterThanOrEqual(last)
          expect(sql.slice(start, end)).toBe(text)
          expect(text.trim()).not.toBe('')
          last = end
        }
        for (const { start, end } of comments) expect(end).toBeGreaterThan(start)
      }),
      { numRuns: 500 },
    )
  })
})
