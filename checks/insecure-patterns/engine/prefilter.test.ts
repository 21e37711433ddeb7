import { describe, expect, it } from 'vitest'
import type { RuleLanguage } from './ir.ts'
import { knowledgeOf } from './knowledge.ts'
import { worthAsking } from './prefilter.ts'
import { ruleData } from './schema.ts'

const asks = (language: RuleLanguage, find: Record<string, unknown>, text: string): boolean => {
  const rule = ruleData.parse({
    title: 'A rule',
    level: 'error',
    confidence: 'high',
    status: 'stable',
    module: 7,
    cwe: [],
    find: [{ languages: [language], message: 'No.', ...find }],
  })
  return worthAsking(new Map([['rule', rule]]), language, text, knowledgeOf(language)).size > 0
}

const ARGUMENT = { argument: 0 }

describe('what is worth asking of a text', () => {
  it('needs the words of a name, not its package or alias', () => {
    const find = { call: ['javax.crypto.Cipher.getInstance'] }
    expect(asks('java', find, 'import javax.crypto.*; Cipher.getInstance("DES")')).toBe(true)
    expect(asks('java', find, 'Signature.getInstance("RSA")')).toBe(false)
    expect(asks('python', { call: ['hashlib.md5'] }, 'from hashlib import md5 as digest')).toBe(true)
    expect(asks('python', { call: ['hashlib.md5'] }, 'import hashlib')).toBe(false)
  })

  it.each<[RuleLanguage, string, string]>([
    ['php', 'shell_exec', '<?php `ls $x`;'],
    ['php', 'echo', '<p><?= $x ?></p>'],
    ['php', 'MD5', '<?php md5($x);'],
    ['ruby', 'Regexp.new', '/#{x}/'],
    ['javascript', 'RegExp', 'x = /y/'],
    ['ruby', '%x', '`ls`'],
    ['kotlin', '*.Cookie.setSecure', 'Cookie().apply { isSecure = false }'],
    ['ruby', '[]', 'x'],
  ])('knows what %s writes without naming it: %s', (language, call, text) => {
    expect(asks(language, { call: [call] }, text)).toBe(true)
  })

  it.each<[string, boolean]>([
    ['log.info("the answer is {}", user.password)', true],
    ['log.info("the answer is {}", password)', true],
    ['log.info("done"); check(passwordless)', false],
    ['password(); log.info("done")', false],
  ])('of an argument that mentions something asks for it behind the call: %s', (text, asked) => {
    const where = [{ argument: 'any', mentions: String.raw`^(?:[\w.]+\.)?password$` }]
    expect(asks('java', { call: ['*.log.info'], where }, text)).toBe(asked)
  })

  it.each<[RuleLanguage, string, string, boolean]>([
    ['csharp', '*Md5Cng', 'new Md5Cng()', true],
    ['csharp', '*Md5Cng', 'new OurMd5Cng()', true],
    ['csharp', '*Md5Cng', 'new Sha256Cng()', false],
    ['javascript', '*.Query*', 'db.QueryOf(x)', true],
    ['javascript', '*.Query*', 'db.runQueryOf(x)', false],
    ['javascript', '*Query*', 'db.runQueryOf(x)', true],
    ['kotlin', '*.setHttp*', 'cookie.isHttpOnly = true', true],
    ['javascript', '*.Query*', 'x()', false],
    ['ruby', 'User.where!', 'User.where!(x)', true],
    ['ruby', 'User.where!', 'User.all', false],
    ['ruby', '%x', 'x = 1', false],
  ])('of a name with marks asks for its letters: %s, %s in %s', (language, call, text, asked) => {
    expect(asks(language, { call: [call] }, text)).toBe(asked)
  })

  it('needs the name of a setting that is written by its constant or as it is', () => {
    const setting = {
      ...ARGUMENT,
      any: [{ path: ['*.SECURITY_CREDENTIALS'] }, { is: 'java.naming.security' }],
    }
    const find = { call: ['*.put'], where: [setting] }
    expect(asks('java', find, 'map.put(name, value)')).toBe(false)
    expect(asks('java', find, 'map.put(Context.SECURITY_CREDENTIALS, value)')).toBe(true)
    expect(asks('java', find, 'map.put("java.naming.security", value)')).toBe(true)
  })

  it('needs a repeated group where a pattern has to take forever', () => {
    const find = { call: ['RegExp'], where: [{ ...ARGUMENT, backtracks: 'exponentially' }] }
    expect(asks('javascript', find, 'x = /^(a|b)$/')).toBe(false)
    expect(asks('javascript', find, 'x = /^(a+)+$/')).toBe(true)
    expect(asks('javascript', find, 'x = /^(a+){2,}$/')).toBe(true)
  })

  it.each([
    ['transport.connect (host)', true],
    ['run(Transport::connect)', true],
    ['// Transport\nkind = "connect";', false],
  ])('needs what is called with its arguments in Java: %s', (text, asked) => {
    expect(asks('java', { call: ['*.connect'] }, text)).toBe(asked)
  })

  it('needs a request where a value has to come from one', () => {
    const find = { call: ['exec'], where: [{ ...ARGUMENT, origin: 'request' }] }
    expect(asks('javascript', find, 'exec(req.body.x)')).toBe(true)
    expect(asks('javascript', find, 'exec(name)')).toBe(false)
    const either = { ...find, where: [{ ...ARGUMENT, any: [{ origin: 'request' }, { is: 'x' }] }] }
    expect(asks('javascript', either, 'exec(name)')).toBe(true)
  })

  it.each([
    ['"select * from t where a=" + a', true],
    ['"SELECT " + columns + " FROM t"', true],
    ['"""\n  update t set a = """ + a', true],
    ['"UPDATE " + table + " SET a = 1"', true],
    ['Queries.FIND_USER + id', true],
    ['"{call " + name + "}"', true],
    ['"from User where name = \'" + name', true],
    ['"Update the offset of " + topic', false],
    ['"with a name"', false],
  ])('knows how SQL begins: %s', (text, expected) => {
    const find = { call: ['*.query'], where: [{ ...ARGUMENT, sql: 'statement' }] }
    expect(asks('java', find, `db.query(${text})`)).toBe(expected)
  })

  it('needs what has to stand around a place, and imports', () => {
    const find = { call: ['random'], where: [{ context: 'token|secret' }] }
    expect(asks('python', find, 'token = random()')).toBe(true)
    expect(asks('python', find, 'x = random()')).toBe(false)
    expect(asks('python', { call: ['random'], where: [{ context: '^x$' }] }, 'y = random()')).toBe(true)
    const imported = { call: ['*.find'], where: [{ imports: ['mongodb'] }] }
    expect(asks('javascript', imported, "require('mongodb'); a.find()")).toBe(true)
    expect(asks('javascript', imported, 'a.find()')).toBe(false)
  })

  it('takes time in proportion to hostile text', () => {
    const find = { call: ['*.query'], where: [{ ...ARGUMENT, sql: 'statement' }] }
    const began = performance.now()
    for (const part of ['"from x ', '" ( ( ( ', '"with a', '<<x\n', 'A.AA '])
      asks('java', find, `query ${part.repeat(100_000)}`)
    expect(performance.now() - began).toBeLessThan(20_000)
  })
})
