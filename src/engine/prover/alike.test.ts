import { expect, test } from 'vitest'
import { areAlike, areAlikeFunctions } from './alike.ts'

test.for([
  ['CHECK (((a > 1) AND ((b > 1) AND (c > 1))))', 'CHECK (((a > 1) AND (b > 1) AND (c > 1)))'],
  [
    'CHECK ((((s = 1) AND ((a IS NULL) AND (b IS NULL))) OR ((a = 2) OR (b = 3))))',
    'CHECK ((((s = 1) AND (a IS NULL) AND (b IS NULL)) OR (a = 2) OR (b = 3)))',
  ],
  [
    "character varying(9) DEFAULT 'x'::character varying",
    "character varying(9) DEFAULT ('x'::text)::character varying",
  ],
  [
    "CHECK (((s)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[])))",
    "CHECK (((s)::text = ANY (ARRAY[('a'::character varying)::text, ('b'::character varying)::text])))",
  ],
])('%s is %s', ([one = '', other = '']) => {
  expect(areAlike(one, other)).toBe(true)
})

test.for([
  ['CHECK (((a > 1) AND ((b > 1) OR (c > 1))))', 'CHECK ((((a > 1) AND (b > 1)) OR (c > 1)))'],
  ['CHECK ((NOT ((a > 1) AND (b > 1))))', 'CHECK (((NOT (a > 1)) AND (b > 1)))'],
  ['CHECK ((f((a AND b)) AND c))', 'CHECK ((f(a) AND b AND c))'],
  ['CHECK (((a > 1) AND (b > 1)))', 'CHECK (((b > 1) AND (a > 1)))'],
  ["CHECK ((s = '(a)'::text))", "CHECK ((s = 'a'::text))"],
  ["CHECK ((s = '::text'::text))", "CHECK ((s = ''::text))"],
  ['CREATE INDEX ON t USING btree (lower(a))', 'CREATE INDEX ON t USING btree (a)'],
  ['CREATE INDEX ON t USING btree (((a)::integer))', 'CREATE INDEX ON t USING btree (a)'],
  ['CREATE INDEX ON t USING btree (a, b)', 'CREATE INDEX ON t USING btree (b, a)'],
  ['CHECK (((a - (b - c)) > 1))', 'CHECK ((((a - b) - c) > 1))'],
])('%s is not %s', ([one = '', other = '']) => {
  expect(areAlike(one, other)).toBe(false)
})

const body = (text: string): string =>
  `CREATE FUNCTION f() LANGUAGE plpgsql\nAS $function$${text}$function$\n`

test.for([
  [
    'BEGIN\n  IF (a AND b) THEN RETURN 1; END IF;\nEND',
    'BEGIN IF ( a\n AND b ) THEN\n RETURN 1; END IF; END',
  ],
  ['BEGIN RETURN 1; END', 'BEGIN -- one\n RETURN /* it */ 1; END'],
])('a body laid out otherwise is the same', ([one = '', other = '']) => {
  expect(areAlikeFunctions(body(one), body(other))).toBe(true)
})

test.for([
  ["BEGIN RETURN 'a b'; END", "BEGIN RETURN 'a  b'; END"],
  ["BEGIN RETURN '-- a'; END", "BEGIN RETURN '-- b'; END"],
  ['BEGIN RETURN $$a b$$; END', 'BEGIN RETURN $$a  b$$; END'],
  ['BEGIN RETURN 1; END', 'BEGIN RETURN 11; END'],
  ['BEGIN RETURN 1 1; END', 'BEGIN RETURN 11; END'],
])('a body with another text or word is another', ([one = '', other = '']) => {
  expect(areAlikeFunctions(body(one), body(other))).toBe(false)
})
