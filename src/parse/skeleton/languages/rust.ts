import type { CodeFunction } from '../../code/functions/index.ts'
import { literalFor, type Plain } from '../asked.ts'
import { casesOf, type TestCase } from '../cases.ts'
import { indented, paragraphs } from '../layout.ts'
import { Names, snakeCase } from '../names.ts'
import { through } from '../through.ts'
import type { NotWritten, Subject, Wanted, WrittenTest } from '../skeleton-types.ts'

const INDENT = '    '

/** Unit tests of a Rust file, in the file itself, as Rust does it. */
export function writeRust(subject: Subject): WrittenTest | NotWritten {
  const hasTests = /#\[cfg\(test\)\]\s*(?:pub )?mod \w+ \{/.test(subject.text)
  const names = new Names(subject.text.match(/(?<=fn )\w+/g) ?? [])
  const cases: string[][] = []
  const covers: string[] = []
  const runtime = /#\[(?:tokio|actix_rt|actix_web|async_std|sqlx)::test\b/.exec(
    [subject.text, ...subject.samples.map(({ text }) => text)].join('\n'),
  )?.[0]
  for (const wanted of subject.wanted) {
    const called = through(wanted.code, subject.functions, (one) => canCall(one))
    if (!called || (subject.whole && called !== wanted.code)) continue
    covers.push(wanted.code.name)
    for (const one of casesOf(wanted))
      cases.push(caseOf(one, wanted, called, names, `${runtime ?? '#[tokio::test'}]`))
  }
  if (cases.length === 0) return { why: 'it holds no function that a unit test of the file can call' }
  const body = indented(paragraphs(cases), INDENT).join('\n')
  return {
    framework: 'cargo test',
    head: '#[cfg(test)]\nmod tests {\n    use super::*;\n',
    body,
    tail: '}',
    covers,
    inside: hasTests,
  }
}

/** Not itself a test, and not of a trait, whose implementations are many. */
function canCall({ node, name }: CodeFunction): boolean {
  if (name === 'main' || node.ancestor('trait_item', 'function_item')) return false
  const module = node.ancestor('mod_item')
  if (module) return false
  return node.ancestor('impl_item')?.child('trait') === undefined
}

function caseOf(
  one: TestCase,
  { code }: Wanted,
  { node, name, owner }: CodeFunction,
  names: Names,
  mark: string,
): string[] {
  const title = names.of(snakeCase(`${code.name} ${one.title}`))
  const asks = name === code.name ? one.asks : undefined
  const isAsync = node.children.some(
    ({ type, text }) => type === 'function_modifiers' && /\basync\b/.test(text),
  )
  const isUnsafe = node.children.some(
    ({ type, text }) => type === 'function_modifiers' && /\bunsafe\b/.test(text),
  )
  const lines: string[] = []
  const taken = new Names(['result'])
  const parameters = node.child('parameters')?.namedChildren ?? []
  const self = parameters.find(({ type }) => type === 'self_parameter')
  const holder = node.ancestor('impl_item')
  const generic = [node, holder].some((each) => each?.child('type_parameters') !== undefined)
  const type = owner.replace(/<.*$/s, '')
  let target = owner === '' ? name : `${type}::${name}`
  // What cannot be written down without knowing its type is left to whoever does.
  const values: string[] = []
  if (self) {
    const isChanged = /^&(?:'\w+ )?mut\b/.test(self.text)
    const free = taken.of(snakeCase(type))
    if (generic) return unwritten(title, `${target}(…)`, isAsync ? mark : '#[test]', isAsync)
    lines.push(`let ${isChanged ? 'mut ' : ''}${free}: ${owner} = todo!("a value");`)
    target = `${free}.${name}`
  }
  for (const parameter of parameters) {
    if (parameter.type !== 'parameter') continue
    const text = parameter.child('type')?.text.replaceAll(/\s+/g, ' ') ?? '_'
    if (generic || /\bimpl\b|\bdyn\b|'\w|\bSelf\b/.test(text))
      return unwritten(title, `${target}(…)`, isAsync ? mark : '#[test]', isAsync)
    const pattern = parameter.child('pattern')
    const free = taken.of(pattern?.type === 'identifier' ? pattern.text.replace(/^_+(?=\w)/, '') : 'value')
    lines.push(
      `let ${free}: ${text} = ${literalFor(asks?.get(free), kindOf(text), LITERALS) ?? valueOf(text)};`,
    )
    values.push(free)
  }
  const call = `${target}(${values.join(', ')})${isAsync ? '.await' : ''}`
  return [
    isAsync ? mark : '#[test]',
    `${isAsync ? 'async ' : ''}fn ${title}() {`,
    ...indented(
      [
        ...lines,
        `let _result = ${isUnsafe ? `unsafe { ${call} }` : call};`,
        'todo!("say what is expected");',
      ],
      INDENT,
    ),
    '}',
  ]
}

/** A case that only names the call: its types are chosen by whoever calls. */
function unwritten(title: string, call: string, mark: string, isAsync: boolean): string[] {
  return [
    mark,
    `${isAsync ? 'async ' : ''}fn ${title}() {`,
    `${INDENT}todo!("call ${call.replace('…', 'with values of your types')} and say what is expected");`,
    '}',
  ]
}

const LITERALS = { quote: '"', yes: 'true', no: 'false' }

function kindOf(type: string): Plain | 'none' {
  if (/^i(?:32|64|128|size)$/.test(type)) return 'integer'
  return type === '&str' ? 'string' : type === 'bool' ? 'boolean' : 'none'
}

const NUMBERS = /^(?:[iu](?:8|16|32|64|128|size))$/

function valueOf(type: string): string {
  if (NUMBERS.test(type)) return '0'
  if (/^f(?:32|64)$/.test(type)) return '0.0'
  if (type === 'bool') return 'false'
  if (type === '&str') return '""'
  if (type === 'String') return 'String::new()'
  if (type.startsWith('Vec<')) return 'Vec::new()'
  if (type.startsWith('Option<')) return 'None'
  return 'todo!("a value")'
}
