import type { CodeFunction } from '../../code/functions/index.ts'
import type { SyntaxNode } from '../../code/index.ts'
import { through } from '../through.ts'
import type { Exported } from './exported.ts'

/** How a test gets at a function of a script. */
export interface Access {
  exported: Exported
  /** The name that the module is given in the test where it brings none. */
  binding: string
  /** `instance`: a class is built first; `value`: it is read, not called. */
  how: 'call' | 'instance' | 'static' | 'construct'
  /** From what is imported to the function: `handlers.create`. */
  members: string[]
  /** A getter: it is read, not called. */
  isGetter: boolean
  /** Class that it belongs to. */
  class?: SyntaxNode
  code: CodeFunction
  /** The function that is called in its place, because this one is not given out. */
  through?: string
}

const FUNCTIONS = new Set([
  'function_declaration',
  'generator_function_declaration',
  'method_definition',
  'arrow_function',
  'function_expression',
  'function',
  'generator_function',
])

/** The way to a function, by itself or by what calls it; undefined where the module gives out neither. */
export function accessTo(
  wanted: CodeFunction,
  all: readonly CodeFunction[],
  exported: ReadonlyMap<string, Exported>,
): Access | undefined {
  const found = through(wanted, all, (one) => directly(one, exported) !== undefined)
  const access = found && directly(found, exported)
  return access && { ...access, ...(found !== wanted && { through: wanted.name }) }
}

function directly(code: CodeFunction, exported: ReadonlyMap<string, Exported>): Access | undefined {
  const { node, name } = code
  const base = { code, members: [] as string[], isGetter: node.children.some(({ type }) => type === 'get') }
  if (node.children.some(({ type }) => type === 'set')) return undefined
  const holder = node.parent
  if (isHidden(node) || isHidden(holder)) return undefined
  const owner = node.ancestor('class_declaration', 'class', 'abstract_class_declaration', ...FUNCTIONS)
  if (owner && !FUNCTIONS.has(owner.type)) return ofClass(code, owner, exported, base)
  if (owner) return undefined
  if (holder?.type === 'pair' || (node.type === 'method_definition' && holder?.type === 'object'))
    return ofObject(code, exported, base)
  if (holder?.type === 'assignment_expression') return ofAssignment(code, holder, exported, base)
  const found =
    exported.get(name) ?? (holder?.type === 'export_statement' ? exported.get('default') : undefined)
  return found && { ...base, exported: found, binding: name, how: 'call' }
}

type Base = Pick<Access, 'code' | 'members' | 'isGetter'>

function ofClass(
  { node, name }: CodeFunction,
  owner: SyntaxNode,
  exported: ReadonlyMap<string, Exported>,
  base: Base,
): Access | undefined {
  const className = owner.child('name')?.text ?? owner.parent?.child('name')?.text
  const found =
    (className === undefined ? undefined : exported.get(className)) ??
    (owner.parent?.type === 'export_statement' || owner.parent?.type === 'assignment_expression'
      ? exported.get('default')
      : undefined)
  if (!found) return undefined
  const binding = className ?? 'Subject'
  if (name === 'constructor') {
    if (owner.type === 'abstract_class_declaration') return undefined
    return { ...base, exported: found, binding, how: 'construct', class: owner }
  }
  if (!/^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name)) return undefined
  const isStatic = [...node.children, ...(node.parent?.children ?? [])].some(
    ({ type, parent }) =>
      type === 'static' &&
      (parent === node || parent?.type === 'field_definition' || parent?.type === 'public_field_definition'),
  )
  if (!isStatic && owner.type === 'abstract_class_declaration') return undefined
  return {
    ...base,
    exported: found,
    binding,
    how: isStatic ? 'static' : 'instance',
    members: [name],
    class: owner,
  }
}

function ofObject(
  { node, name }: CodeFunction,
  exported: ReadonlyMap<string, Exported>,
  base: Base,
): Access | undefined {
  const members = [name]
  let object = node.parent?.type === 'pair' ? node.parent.parent : node.parent
  while (object?.parent?.type === 'pair') {
    members.unshift(object.parent.child('key')?.text ?? '')
    object = object.parent.parent
  }
  if (!members.every((member) => /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(member))) return undefined
  let holder = object?.parent
  while (holder && /^(?:as|satisfies)_expression$|^assignment_expression$/.test(holder.type)) {
    if (holder.type === 'assignment_expression' && holder.parent?.type === 'expression_statement') {
      if (!/^module\s*\.\s*exports$/.test(holder.child('left')?.text ?? '')) break
      const [first = '', ...rest] = members
      const found = exported.get(first)
      return found && { ...base, exported: found, binding: first, how: 'call', members: rest }
    }
    holder = holder.parent
  }
  if (holder?.type === 'variable_declarator') {
    const binding = holder.child('name')?.text ?? ''
    const found = exported.get(binding)
    return found && { ...base, exported: found, binding, how: 'call', members }
  }
  if (holder?.type !== 'export_statement') return undefined
  const found = exported.get('default')
  return found && { ...base, exported: found, binding: 'subject', how: 'call', members }
}

function ofAssignment(
  { name, node }: CodeFunction,
  assignment: SyntaxNode,
  exported: ReadonlyMap<string, Exported>,
  base: Base,
): Access | undefined {
  const left = assignment.child('left')?.text.replaceAll(/\s/g, '') ?? ''
  const prototype = /^([\p{L}_$][\p{L}\p{N}_$]*)\.prototype\.([\p{L}_$][\p{L}\p{N}_$]*)$/u.exec(left)
  if (prototype) {
    const [, binding = '', member = ''] = prototype
    const found = exported.get(binding)
    return found && { ...base, exported: found, binding, how: 'instance', members: [member] }
  }
  const member = /^([\p{L}_$][\p{L}\p{N}_$]*)\.([\p{L}_$][\p{L}\p{N}_$]*)$/u.exec(left)
  if (member && !/^(?:module|exports)$/.test(member[1] ?? '')) {
    const [, binding = '', property = ''] = member
    const found = exported.get(binding)
    return found && { ...base, exported: found, binding, how: 'call', members: [property] }
  }
  const own = node.child('name')?.text
  const found =
    exported.get(member?.[2] ?? name) ??
    (own === undefined ? undefined : exported.get(own)) ??
    (left.endsWith('exports') ? exported.get('default') : undefined)
  return found && { ...base, exported: found, binding: own ?? name, how: 'call' }
}

/** TypeScript's `private` and `protected`, JavaScript's `#name`. */
function isHidden(node: SyntaxNode | undefined): boolean {
  if (!node || !/method_definition|field_definition/.test(node.type)) return false
  const name = (node.child('name') ?? node.child('property'))?.text ?? ''
  return (
    name.startsWith('#') ||
    node.children.some(({ type, text }) => type === 'accessibility_modifier' && text !== 'public')
  )
}
