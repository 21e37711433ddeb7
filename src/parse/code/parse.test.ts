import { describe, expect, it } from 'vitest'
import { LANGUAGES, languageOf } from './languages.ts'
import { parseCode } from './parse.ts'

describe('parseCode', () => {
  it.each(LANGUAGES)('loads the grammar of %s', async (language) => {
    const parsed = await parseCode('', language)
    expect(parsed.kind).toBe('parsed')
  })

  it('copies types, fields, positions and parents', async () => {
    const parsed = await parseCode('\nconst é = run("😀", 2)', 'javascript')
    if (parsed.kind !== 'parsed') throw new Error(parsed.detail)
    const call = [...parsed.root.walk()].find((node) => node.type === 'call_expression')
    expect(call?.text).toBe('run("😀", 2)')
    expect(call?.field).toBe('value')
    expect(call?.child('function')?.text).toBe('run')
    expect(call?.child('arguments')?.namedChildren.map((node) => node.text)).toEqual(['"😀"', '2'])
    expect(call?.region).toEqual({ startLine: 2, startColumn: 11, endLine: 2, endColumn: 23 })
    expect(call?.ancestor('lexical_declaration')?.text).toBe('const é = run("😀", 2)')
    expect(parsed.errorShare).toBe(0)
  })

  it('knows how much it could not read, and refuses what is mostly broken', async () => {
    const some = await parseCode(`${'const a = 1\n'.repeat(20)}const = = )\n`, 'javascript')
    expect(some).toMatchObject({ kind: 'parsed' })
    expect(some.kind === 'parsed' && some.errorShare > 0 && some.errorShare < 0.2).toBe(true)
    expect(await parseCode(')) ]] }} @@ 1 1 1 (( [[', 'java')).toMatchObject({ reason: 'syntax' })
  })

  it('names what is beyond its bounds', async () => {
    const deep = `x = ${'['.repeat(40_000)}${']'.repeat(40_000)}`
    expect(await parseCode(deep, 'python')).toMatchObject({ kind: 'unparsed', reason: 'too-deep' })
    expect(await parseCode(`a = "${'x'.repeat(200_000)}"`, 'python')).toMatchObject({ reason: 'minified' })
    expect(await parseCode('x\n'.repeat(1_100_000), 'python')).toMatchObject({ reason: 'oversized' })
    expect(await parseCode('a(1)\n'.repeat(1000), 'go', { maxNodes: 100 })).toMatchObject({
      reason: 'oversized',
    })
    const slow = await parseCode('a(1)\n'.repeat(10_000), 'javascript', { maxMilliseconds: -1 })
    expect(slow).toMatchObject({ reason: 'too-slow' })
  })

  it('goes on after a file that was ended', async () => {
    await parseCode('a(1)\n'.repeat(10_000), 'javascript', { maxMilliseconds: -1 })
    const next = await parseCode('b()', 'javascript')
    expect(next.kind === 'parsed' && next.root.text).toBe('b()')
  })
})

describe('languageOf', () => {
  it('goes by the extension of the file name alone', () => {
    expect(languageOf('a/b.test.ts')).toBe('typescript')
    expect(languageOf('a.ts/Makefile')).toBeUndefined()
    expect(languageOf('a/.py')).toBeUndefined()
    expect(languageOf('a.constructor')).toBeUndefined()
  })
})
