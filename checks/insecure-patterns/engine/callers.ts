import type { Argument, Expression, FunctionScope, Kind, Unit } from './ir.ts'

/** Methods that hand each element of their receiver to a function as its first parameter. */
const EACH = /^(?:map|forEach|filter|flatMap|some|every|find|findIndex|anyMatch|allMatch|noneMatch|mapToObj)$/

/**
 * Every value that a parameter can be given, where all callers stand in this file: a function that nothing
 * exports, or one handed straight to a method such as `map`. Undefined where others may call it too.
 */
export function givenTo(unit: Unit, scope: FunctionScope, index: number): Expression[] | undefined {
  const holder = scope.node.parent?.parent
  const call = holder && unit.lower(holder)
  if (call?.kind === 'call' && call.node === holder) {
    const { callee } = call
    const takes = callee.kind === 'member' && index === 0 && EACH.test(callee.property)
    return takes ? [callee.object] : undefined
  }
  if (scope.name === '' || !isClosed(unit, scope)) return undefined
  const calls = namesOf(unit).calls.get(scope.name) ?? []
  // Any other mention may be a reference that somebody calls later.
  if (calls.length === 0 || namesOf(unit).mentions.get(scope.name) !== calls.length + 1) return undefined
  const given = calls.map((candidate) => argument(candidate.args, index))
  return given.every((value) => value !== undefined) ? given : undefined
}

/** Whether only calls in this file can reach a function, and there is one. */
export function isCalledHereAlone(unit: Unit, scope: FunctionScope): boolean {
  if (scope.name === '' || !isClosed(unit, scope)) return false
  const calls = namesOf(unit).calls.get(scope.name) ?? []
  return calls.length > 0 && namesOf(unit).mentions.get(scope.name) === calls.length + 1
}

function calleeName({ callee }: Kind<'call'>): string | undefined {
  if (callee.kind === 'name') return callee.name
  const own = callee.kind === 'member' && callee.object.kind === 'name' && callee.object.name === 'this'
  return own ? callee.property : undefined
}

function argument(args: readonly Argument[], index: number): Expression | undefined {
  const plain = args.slice(0, index + 1).every((one) => !one.spread && one.name === undefined)
  return plain ? args[index]?.value : undefined
}

/** Whether nothing outside the file can call a function. A Go function is seen by its whole package. */
function isClosed(unit: Unit, scope: FunctionScope): boolean {
  const { node } = scope
  switch (unit.language) {
    case 'javascript':
      return node.type !== 'method_definition' && !node.ancestor('export_statement')
    case 'python':
      return scope.name.startsWith('_') || scope.parent?.parent !== undefined
    case 'java':
    case 'kotlin':
      return /\bprivate\b/.test(node.childOfType('modifiers')?.text ?? '')
    case 'php':
      return node.namedChildren.some((child) => child.text === 'private')
    case 'csharp':
      return node.namedChildren.some((child) => child.type === 'modifier' && child.text === 'private')
    case 'go':
    case 'ruby':
    case 'rust':
      return false
    default:
      return unit.language satisfies never
  }
}

interface Names {
  /** How often an identifier stands in the file. */
  mentions: Map<string, number>
  calls: Map<string, Kind<'call'>[]>
}

const known = new WeakMap<Unit, Names>()

function namesOf(unit: Unit): Names {
  let names = known.get(unit)
  if (!names) {
    names = { mentions: new Map(), calls: new Map() }
    for (const node of unit.root.walk()) {
      if (!node.type.endsWith('identifier') && !node.type.startsWith('shorthand_property')) continue
      names.mentions.set(node.text, (names.mentions.get(node.text) ?? 0) + 1)
    }
    for (const call of unit.calls) {
      const name = calleeName(call)
      if (name === undefined) continue
      const list = names.calls.get(name)
      if (list) list.push(call)
      else names.calls.set(name, [call])
    }
    known.set(unit, names)
  }
  return names
}
