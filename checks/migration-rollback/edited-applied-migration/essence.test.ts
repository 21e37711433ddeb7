import { expect, test } from 'vitest'
import { essence } from './essence.ts'

const same = (path: string, a: string, b: string): boolean => essence(path, a) === essence(path, b)

test.each([
  [
    'an arrow’s brackets',
    'async transaction => { await q . addColumn ( "a" , "b" ) }',
    'async ( transaction ) => { await q . addColumn ( "a" , "b" ) }',
  ],
  [
    'a variable’s name',
    'const [ teams , meta ] = await q . query ( `SELECT 1` )',
    'const [ rows ] = await q . query ( `SELECT 1` )',
  ],
  ['the layout of SQL', 'db . runSql ( `SELECT  1 ` )', 'db . runSql ( `\n  SELECT 1` )'],
  [
    'types',
    'up ( q : QueryRunner ) : Promise < void > { q . query ( "x" ) }',
    'up ( q ) { q . query ( "x" ) }',
  ],
  ['who makes an identifier', 'id : v4 ( )', 'id : crypto . randomUUID ( )'],
])('%s says nothing to a database', (_name, a, b) => {
  expect(same('m/1.ts', a, b)).toBe(true)
})

test.each([
  [
    'a type',
    'q . addColumn ( "a" , { type : Sequelize . STRING } )',
    'q . addColumn ( "a" , { type : Sequelize . TEXT } )',
  ],
  ['a name', 'q . addColumn ( "a" )', 'q . addColumn ( "b" )'],
  ['a length', 't . string ( "a" , 20 )', 't . string ( "a" , 40 )'],
  ['whether null is allowed', '{ allowNull : true }', '{ allowNull : false }'],
  ['a call', 't . string ( "a" ) . notNullable ( )', 't . string ( "a" )'],
  ['the order', 'q . a ( "x" ) q . b ( "y" )', 'q . b ( "y" ) q . a ( "x" )'],
])('%s does', (_name, a, b) => {
  expect(same('m/1.js', a, b)).toBe(false)
})

test('of other languages everything counts', () => {
  expect(same('m/1.rb', 'add_column a', 'add_column b')).toBe(false)
})
