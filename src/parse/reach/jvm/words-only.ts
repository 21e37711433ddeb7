import type { FactsOrWhyNot } from '../fact-cache.ts'
import { FactWriter } from '../fact-writer.ts'
import { Source } from '../../code/source.ts'
import { SyntaxNode } from '../../code/index.ts'
import { JvmFile } from './file.ts'

const MAX_LENGTH = 2_000_000
/** Comments, strings, and words with what stands before and behind them. Linear: no alternative can match in two ways. */
const TOKEN =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|(@|\.&|\?\.|\.|::)?\s{0,8}([A-Za-z_]\w*)/g
const KEYWORDS = new Set(
  'if else when while for do try catch finally return throw fun def val var class interface object trait enum import package is in as new this super null true false match case extends implements with switch synchronized'.split(
    ' ',
  ),
)
const TYPE =
  /\b(?:class|interface|object|trait|enum)\s+([A-Z]\w*)(?:\s*<[^<>{}]{0,200}>)?(?:\s*\([^{}]{0,2000}?\))?\s*(?:(?::|extends|implements)\s*([^{\n]{0,300}))?/g
const FUNCTION = /\b(?:fun|def)\s+(?:<[^<>]{0,200}>\s*)?(?:[\w<>?,. ]{1,200}\.)?(\w+)\s*\(/g
const TEST = /@(?:\w+\.)*(?:Test|ParameterizedTest|RepeatedTest|TestFactory|TestTemplate|Property)\b/
const SPEC =
  /(?::|\bextends)\s*(?:\w+\.)*(?:(?:String|Fun|Should|Describe|Behavior|Word|Free|Feature|Expect|Annotation)Spec|Specification|GroovyTestCase|(?:Any|Async)?(?:FunSuite|FlatSpec|WordSpec|FunSpec|FreeSpec|FeatureSpec|PropSpec)(?:Like)?)\b/

/**
 * Reads Kotlin, Groovy and Scala, of which there is no grammar here: as words alone. What its code speaks is known, and
 * not by which of its functions: whoever reaches a type or a function of the file reaches all that it speaks.
 */
export function readWords(text: string): FactsOrWhyNot {
  if (text.length > MAX_LENGTH) return { kind: 'unread', why: `more than ${MAX_LENGTH} characters` }
  const writer = new FactWriter()
  const root = new SyntaxNode(new Source(text), 'file', true, undefined, 0, text.length, undefined)
  const file = new JvmFile(writer, root)
  file.package = /^[ \t]*package[ \t]+([\w.]+)/m.exec(text)?.[1] ?? ''
  for (const [, isStatic, name = '', wild, alias] of text.matchAll(
    /^[ \t]*import[ \t]+(static[ \t]+)?([\w.]+?)(\.[*_])?(?:[ \t]+as[ \t]+(\w+))?[ \t]*;?[ \t]*\r?$/gm,
  )) {
    file.import(name, wild !== undefined, isStatic !== undefined, alias)
    const [, simple = ''] = /\.([a-z_]\w*)$/.exec(name) ?? []
    if (simple !== '' && wild === undefined) writer.name(0, simple)
  }
  const all = writer.unit('class', '=all', root, 0)
  writer.import('.', [], 'lazy', all)
  writer.name(0, '=all')
  for (const [, name = '', bases = ''] of text.matchAll(TYPE)) {
    const found = [...bases.matchAll(/[A-Z]\w*/g)].map(([base]) => ({ name: base, parameters: [] }))
    writer.name(file.declare(root, name, 0, found), '=all')
  }
  for (const [, name = ''] of text.matchAll(FUNCTION)) {
    writer.name(writer.unit('function', name, root, 0, { entry: [name] }), '=all')
    writer.facts.exports.push([name, name])
  }
  if (TEST.test(text) || SPEC.test(text)) writer.facts.registersTests = 'loaded'
  speakWords(text, file, writer, all)
  return { kind: 'read', facts: file.finish() }
}

function speakWords(text: string, file: JvmFile, writer: FactWriter, unit: number): void {
  for (const { 0: token, 1: before, 2: word, index } of text.matchAll(TOKEN)) {
    if (word === undefined) {
      if (token.startsWith('/')) continue
      const inner = token.replace(/^(?:"""|'''|["'])|(?:"""|'''|["'])$/g, '')
      file.text(unit, inner)
      for (const [, name = ''] of inner.matchAll(/\$\{?(?:[\w?]+\.)*(\w+)/g))
        speakProperty(writer, unit, name)
      continue
    }
    const behind = text.slice(index + token.length, index + token.length + 3).trimStart()
    if (before === undefined || before === '@') {
      if (/^[A-Z]/.test(word)) file.type(unit, word)
      else if (/^[({]/.test(behind) && !KEYWORDS.has(word)) {
        writer.name(unit, word)
        writer.property(unit, word)
      }
    } else if (/^[A-Z]/.test(word)) {
      file.type(unit, word)
      writer.property(unit, word)
    } else if (/^[({]/.test(behind)) writer.property(unit, word)
    else speakProperty(writer, unit, word)
  }
}

/** `invoice.total` runs `getTotal`, or `setTotal`. */
function speakProperty(writer: FactWriter, unit: number, word: string): void {
  writer.property(unit, word)
  const capital = `${word.charAt(0).toUpperCase()}${word.slice(1)}`
  for (const kind of ['get', 'set', 'is']) writer.property(unit, `${kind}${capital}`)
}
