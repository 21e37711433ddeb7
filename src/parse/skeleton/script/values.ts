import type { SyntaxNode } from '../../code/index.ts'
import { type Asked, literalFor, type Plain } from '../asked.ts'
import { MAX_PARAMETERS } from '../skeleton-types.ts'

/** An argument to begin with. */
export interface Value {
  name: string
  /** An expression that the parameter's type takes. */
  text: string
  /** What should stand there, for a value that says nothing. */
  hint?: string
}

const IDENTIFIER = /^[\p{L}_$][\p{L}\p{N}_$]*$/u

/**
 * A value for each parameter of a function.
 * @param typed whether the test is checked by TypeScript
 */
export function valuesFor(
  code: SyntaxNode,
  typed: boolean,
  asks: ReadonlyMap<string, Asked> = new Map(),
): Value[] {
  const single = code.child('parameter')
  const list = single ? [single] : (code.child('parameters')?.namedChildren ?? [])
  return list
    .slice(0, MAX_PARAMETERS)
    .map((parameter) => valueFor(parameter, typed, asks))
    .filter((value) => value !== undefined)
}

function valueFor(
  parameter: SyntaxNode,
  typed: boolean,
  asks: ReadonlyMap<string, Asked>,
): Value | undefined {
  const pattern = parameter.child('pattern') ?? parameter.child('left') ?? parameter
  if (pattern.type === 'rest_pattern' || pattern.type === 'this' || pattern.text === 'this') return undefined
  const type = parameter.child('type')?.namedChildren[0]
  const standard = parameter.child('value') ?? parameter.child('right')
  const name =
    pattern.type === 'identifier' && IDENTIFIER.test(pattern.text)
      ? pattern.text
      : pattern.type === 'array_pattern'
        ? 'items'
        : 'options'
  const wanted = asks.get(name)
  const asked = oneOf(type, wanted) ?? literalFor(wanted, kindOf(type, standard, typed), LITERALS)
  return asked === undefined ? { name, ...valueOf(type, standard, pattern, typed) } : { name, text: asked }
}

function valueOf(
  type: SyntaxNode | undefined,
  standard: SyntaxNode | undefined,
  pattern: SyntaxNode,
  typed: boolean,
): Omit<Value, 'name'> {
  const plain = standard && /^(?:number|true|false|null)$/.test(standard.type) ? standard.text : undefined
  if (plain !== undefined && /^-?[\d._a-z]{1,20}$/.test(plain)) return { text: plain }
  if (standard?.type === 'string' && /^['"][\w .:/-]{1,40}['"]$/.test(standard.text))
    return { text: `'${standard.text.slice(1, -1)}'` }
  if (standard?.type === 'string' && (!type || type.text === 'string')) return { text: "''" }
  const known = type && ofType(type)
  if (known !== undefined) return { text: known }
  const hint = type && IDENTIFIER.test(type.text) && type.text.length <= 40 ? { hint: type.text } : {}
  if (pattern.type === 'object_pattern') return { text: typed ? '{} as never' : '{}', ...hint }
  if (pattern.type === 'array_pattern') return { text: typed ? '[] as never' : '[]' }
  if (/^(?:cb|callback|next|done|fn|handler)$/i.test(pattern.text))
    return { text: typed ? '(() => {}) as never' : '() => {}' }
  return { text: typed ? '{} as never' : 'undefined', ...hint }
}

/** Of a type of literals the one that is asked for. */
function oneOf(type: SyntaxNode | undefined, asked: Asked | undefined): string | undefined {
  if (type?.type !== 'union_type' || asked?.is !== 'equal' || asked.literal === undefined) return undefined
  const text = asked.literal.replaceAll(/^["']|["']$/g, "'")
  return ofUnion(type).includes(text) ? text : undefined
}

function ofUnion(type: SyntaxNode): string[] {
  return type.namedChildren.flatMap((part) =>
    part.type === 'union_type' ? ofUnion(part) : [(part.type === 'literal_type' && ofType(part)) || ''],
  )
}

const LITERALS = { quote: "'", yes: 'true', no: 'false' }

/** What a literal may be where the type takes it; nothing but a plain type takes any. */
function kindOf(
  type: SyntaxNode | undefined,
  standard: SyntaxNode | undefined,
  typed: boolean,
): Plain | 'none' {
  const shown =
    type?.text ?? (typed && standard ? standard.type.replace(/^(?:true|false)$/, 'boolean') : undefined)
  if (shown === undefined) return typed ? 'none' : 'any'
  const plain = shown.replaceAll(/\s*\|\s*(?:null|undefined)\b/g, '')
  if (plain === 'number' || plain === 'string' || plain === 'boolean') return plain
  return plain === 'unknown' || plain === 'any' ? 'any' : 'none'
}

const SIMPLE: Readonly<Record<string, string>> = {
  string: "''",
  number: '0',
  boolean: 'false',
  bigint: '0n',
  unknown: 'undefined',
  any: 'undefined',
  undefined: 'undefined',
  null: 'null',
  Date: 'new Date(0)',
}

/** An expression of a type that needs no import and no guess. */
function ofType(type: SyntaxNode): string | undefined {
  if (Object.hasOwn(SIMPLE, type.text)) return SIMPLE[type.text]
  if (type.type === 'array_type' || type.type === 'readonly_type') return '[] as never[]'
  if (type.type === 'generic_type' && /^(?:Readonly)?Array</.test(type.text)) return '[] as never[]'
  if (type.type === 'parenthesized_type') return type.namedChildren[0] && ofType(type.namedChildren[0])
  if (type.type === 'literal_type') {
    const [literal] = type.namedChildren
    if (literal?.type === 'string' && /^['"][\w .:/-]{0,40}['"]$/.test(literal.text))
      return `'${literal.text.slice(1, -1)}'`
    return literal && /^(?:-?\d{1,15}|true|false|null|undefined)$/.test(literal.text)
      ? literal.text
      : undefined
  }
  if (type.type !== 'union_type') return undefined
  // `string | null`: the part that says something comes first.
  const parts = type.namedChildren.map(ofType).filter((part) => part !== undefined)
  return parts.find((part) => part !== 'undefined' && part !== 'null') ?? parts[0]
}
