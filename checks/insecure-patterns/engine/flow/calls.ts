import { type Expression, type FunctionScope, hasBareFields, type Kind } from '../ir.ts'
import { foldMethod } from './arithmetic.ts'
import { made, methodOf } from './collections.ts'
import type { Frame, Interpreter } from './interpreter.ts'
import type { Target } from './linker.ts'
import { keptByReplacing } from './replacing.ts'
import { joinStates, type State } from './state.ts'
import {
  type Category,
  cleaned,
  constantOf,
  mixed,
  SAFE,
  tainted,
  through,
  UNKNOWN,
  type Value,
} from './value.ts'

/** Methods that hand what their receiver holds to a function. */
const EACH =
  /^(?:map|forEach|filter|flatMap|some|every|find|findIndex|anyMatch|allMatch|noneMatch|mapToObj|reduce|sort|then|ifPresent|orElseGet|each|each_\w+|collect|select|reject|detect|find_all|inject|flat_map|filter_map|tap|times|step|let|also|takeIf|forEachIndexed|mapNotNull|filterNot|onEach|use|ForEach|Select|Where|SelectMany|Any|All|First|FirstOrDefault|OrderBy|Aggregate|ContinueWith)$/

/** What a method of something dangerous says about it, and not with its text. */
const ASKS =
  /^(?:length|size|isEmpty|equals|equalsIgnoreCase|contains|containsKey|includes|has|indexOf|lastIndexOf|search|hashCode|compareTo|compare|startsWith|endsWith|startswith|endswith|matches|test|isPresent|hasNext|hasMoreElements|exists|isFile|isDirectory|mkdir|mkdirs|isdigit|isalnum|isnumeric|codePointAt|count|available|close|[a-z_]+\?|len|is_[a-z_]+|starts_with|ends_with|contains_key)$/

/** Methods that write what they are given into their receiver. */
const KEEPS =
  /^(?:add|append|push|put|set|write|addAll|concat|insert|extend|WriteString|<<|push_str|write_str)$/

/** Methods of converters that give back what they are given in another form. */
const CONVERTS =
  /^(?:decode\w*|encode\w*|format|convert\w*|toString|normali[sz]e\w*|canonicali[sz]e\w*|concat|join|unescape\w*|strip\w*|trim\w*|unquote\w*)$/

/** Calls whose name says that their result is quoted for its place, or made of digits alone. */
const CLEANS =
  /(?<!to_|unsafe_)hash|digest|hex|(?<!un)escape|(?<!un)quote|saniti[sz]|purify|identifier|placeholder|uuid|ulid|isoformat|toisostring|strftime|timestamp|ordinal|to_?int\b/i

/** The place that the name of a cleaner speaks of. */
const PLACES: readonly [RegExp, Category][] = [
  [/html|xml|xss|markup|bleach|purify/i, 'html'],
  [/sql/i, 'sql'],
  [/ldap|filter/i, 'ldap'],
  [/xpath/i, 'xpath'],
  [/url|uri/i, 'url'],
  [/shell|cmd|command/i, 'command'],
  [/path|file/i, 'path'],
  [/reg_?exp?/i, 'regex'],
  [/log/i, 'log'],
]

/** Runs a call: what is given, what it does to its receiver, and what comes back. */
export function callOf(
  interpreter: Interpreter,
  call: Kind<'call'>,
  state: State,
  frame: Frame,
  source: Value | undefined,
): Value {
  const { callee } = call
  const { linked } = frame
  const { values, unit } = linked
  const object = callee.kind === 'member' ? callee.object : undefined
  const receiver = object && interpreter.eval(object, state, frame)
  if (callee.kind !== 'member' && callee.kind !== 'name') interpreter.eval(callee, state, frame)
  const args = call.args.map((argument) => interpreter.eval(argument.value, state, frame))
  const method = callee.kind === 'member' ? callee.property : callee.kind === 'name' ? callee.name : ''
  // What a method makes of something dangerous is decided by the method.
  if (source && !receiver?.taint) return source

  const path = values.path(callee)
  const given = args.map((value) => state.deep(value))
  const inputs = receiver ? [state.deep(receiver), ...given] : given
  const { knowledge } = values
  const places = knowledge.cleans(path)
  if (places.length > 0) return places.reduce((value, place) => cleaned(value, place), mixed(inputs))
  // A text in which every quote was replaced ends no literal.
  if (
    receiver?.taint &&
    /^replace(?:All)?$/.test(method) &&
    args[0]?.constant === "'" &&
    args[1]?.constant !== undefined
  )
    return cleaned(receiver, 'xpath')
  if (
    receiver?.taint &&
    /^replace(?:All)?$/.test(method) &&
    /^(?:\r?\n|\r|\[\\r\\n\].*)$/.test(String(args[0]?.constant))
  )
    return cleaned(cleaned(receiver, 'log'), 'header')
  const kept = keptByReplacing(call, path, receiver, args, frame)
  if (kept?.value.taint) return kept.places.reduce((value, place) => cleaned(value, place), kept.value)
  if (path === 'settype' && /^(?:int(?:eger)?|float|double|bool(?:ean)?)$/.test(String(args[1]?.constant)))
    clean(call.args.slice(0, 1).map((argument) => argument.value))
  if (path === 'filter_var') return filtered(call, mixed(given.slice(0, 1)))
  const filled = knowledge.fills(path)
  if (filled) {
    const value =
      filled === 'request'
        ? tainted(call.node, unit.path, 'A request fills it')
        : mixed(inputs.slice(0, receiver?.taint ? 1 : -1))
    if (value.taint) for (const { value: target } of call.args) fill(target, value)
    return SAFE
  }
  const folded = foldCall(receiver, method, args, path)
  if (folded !== undefined) return constantOf(folded)
  if (knowledge.isNeutral(path)) return SAFE

  const matters =
    given.some((value) => value.taint) ||
    receiver?.taint !== undefined ||
    call.args.some((argument) => knowledge.isHolder(values.path(argument.value)))
  const thing = receiver && state.thing(receiver)
  const targets = interpreter.linker.targets(call, receiver, linked, frame.scope, matters)
  const local = callee.kind === 'name' ? state.vars.get(callee.name)?.function : undefined
  if (local && targets.length === 0) targets.push({ linked, scope: local })
  if (targets.length > 0) {
    const result = enterAll(interpreter, call, targets, receiver, args, state, frame)
    if (result) return through(result, call.node, unit.path, `It comes back from ${method}`)
  }
  if (method === 'getProperty' && values.path(callee).endsWith('Properties.getProperty')) {
    const key = args[0]?.constant
    const isKept = thing?.entries.has(key ?? null)
    const setting = typeof key === 'string' && !isKept ? interpreter.linker.setting(key) : undefined
    if (setting !== undefined) return constantOf(setting)
  }
  if (receiver && thing) {
    const result = methodOf(receiver, thing, method, args, state)
    if (result) {
      runCallbacks(interpreter, call, args, state.content(thing), method, state, frame)
      return result
    }
  }
  const isMade =
    call.isNew ||
    /^(?:list|set|dict|deque|OrderedDict|defaultdict|StringIO)$/.test(method) ||
    method.endsWith('ConfigParser')
  const fresh = isMade ? made(path, args, state) : undefined
  if (fresh) return fresh
  // A class of the project without a constructor: its fields are written from outside.
  const isOurs = hasBareFields(unit.language) && unit.neighbours().has(path.split('.', 1)[0] ?? '')
  if (call.isNew && args.length === 0 && isOurs)
    return state.make({ kind: 'instance', entries: new Map() }, path)
  const ran = runCallbacks(
    interpreter,
    call,
    args,
    receiver ? state.deep(receiver) : UNKNOWN,
    method,
    state,
    frame,
  )
  if (ran && receiver?.taint && EACH.test(method)) return { origin: 'unknown', taint: receiver.taint }

  const dangerous = mixed(given)
  if (dangerous.taint && object?.kind === 'name' && KEEPS.test(method) && !receiver?.object) {
    const isOwn = state.vars.has(object.name) && receiver && !values.path(object).includes('()')
    if (isOwn && !knowledge.isHolder(values.path(object)))
      state.vars.set(object.name, { ...receiver, ...mixed([receiver, dangerous]) })
  }
  if (CLEANS.test(method)) {
    const named = PLACES.find(([pattern]) => pattern.test(method))?.[1]
    return cleaned(mixed(inputs), named)
  }
  if (/^(?:validate|sanitize)/i.test(method)) clean(call.args.map((argument) => argument.value))
  if (receiver?.taint) {
    if (ASKS.test(method)) return SAFE
    return { origin: 'unknown', taint: receiver.taint }
  }
  if (receiver && ASKS.test(method)) return SAFE
  if (knowledge.propagates(path) || values.keepsText(method)) return mixed(inputs)
  if (CONVERTS.test(method) && dangerous.taint) return mixed(inputs)
  // Without the other files nobody can say what a helper does: most hand on what they are given.
  // In Ruby a method of something else is as likely one of a record, and asks the database.
  const isHelper = unit.language !== 'ruby' || callee.kind === 'name'
  if (!interpreter.linker.project && isHelper && inputs.length > 0 && !knowledge.isLibrary(path)) {
    const result = mixed(given)
    return result.origin === 'constant' ? { ...result, origin: 'safe' } : result
  }
  const pending = interpreter.linker.possible(call, receiver, linked, frame.scope)
  if (pending.length > 0) return { ...UNKNOWN, pending }
  return UNKNOWN

  /** What a pointer leads to holds what was read. */
  function fill(target: Expression, value: Value): void {
    const before = interpreter.eval(target, state, frame)
    if (before.taint || before.constant !== undefined) return
    const thing = state.thing(before)
    if (thing) state.put(before, { ...thing, rest: value })
    else interpreter.assign(target, { ...before, origin: 'unknown', taint: value.taint }, state, frame)
  }

  function clean(targets: readonly Expression[]): void {
    for (const target of targets) {
      if (target.kind === 'name' && state.vars.get(target.name)?.taint)
        interpreter.narrow(target, (value) => cleaned(value), state, frame)
    }
  }
}

/** What PHP's filters leave of a text, by their constants; without one all of it. */
function filtered(call: Kind<'call'>, value: Value): Value {
  const filter = call.args[1]?.value.node.text ?? ''
  if (/(?:SPECIAL_CHARS|SANITIZE_STRING|SANITIZE_STRIPPED)$/.test(filter)) return cleaned(value, 'html')
  if (filter.endsWith('SANITIZE_ENCODED')) return cleaned(cleaned(cleaned(value, 'html'), 'url'), 'header')
  if (/(?:MAGIC_QUOTES|ADD_SLASHES)$/.test(filter)) return cleaned(value, 'sql')
  // An address of mail may hold quotes, a URL anything behind its host.
  const lets = filter === '' || /(?:RAW|DEFAULT|EMAIL|URL|CALLBACK)$/.test(filter)
  return lets ? value : SAFE
}

function foldCall(
  receiver: Value | undefined,
  method: string,
  args: readonly Value[],
  path: string,
): string | number | boolean | null | undefined {
  const [first] = args
  if (typeof receiver?.constant === 'string')
    return foldMethod(
      receiver.constant,
      method,
      args.map((value) => value.constant),
    )
  if (path === 'len' && typeof first?.constant === 'string') return first.constant.length
  if (/^(?:String\.valueOf|str|String)$/.test(path) && first?.constant !== undefined)
    return String(first.constant)
  return undefined
}

function enterAll(
  interpreter: Interpreter,
  call: Kind<'call'>,
  targets: readonly Target[],
  receiver: Value | undefined,
  args: readonly Value[],
  state: State,
  frame: Frame,
): Value | undefined {
  let end: State | undefined
  for (const target of targets) {
    const run = state.fork()
    const makes = target.makes
    const self = makes === undefined ? receiver : run.make({ kind: 'instance', entries: new Map() }, makes)
    const ordered = order(target, call, args, self)
    const given =
      target.linked === frame.linked
        ? ordered
        : ordered.map((value) =>
            through(value, call.node, frame.linked.unit.path, `It is handed to ${target.scope.name}`),
          )
    const result = interpreter.enter(target.linked, target.scope, given, run, frame, self ?? frame.self)
    if (result === undefined) continue
    run.vars.set('<result>', (makes === undefined ? result : self) ?? UNKNOWN)
    run.dead = false
    end = end ? joinStates(end, run) : run
  }
  if (!end) return undefined
  const result = end.vars.get('<result>') ?? UNKNOWN
  end.vars.delete('<result>')
  state.become(end)
  return result
}

/** Arguments in the order of the parameters, with the receiver first where the language writes it there. */
function order(target: Target, call: Kind<'call'>, args: readonly Value[], self: Value | undefined): Value[] {
  const { parameters } = target.scope
  const [first] = parameters
  const isMethod =
    first?.name === 'self' ||
    first?.name === 'cls' ||
    (target.scope.node.type === 'method_declaration' && target.linked.unit.language === 'go')
  const shift = isMethod ? 1 : 0
  const ordered: Value[] = isMethod ? [self ?? UNKNOWN] : []
  call.args.forEach((argument, index) => {
    const value = args[index] ?? UNKNOWN
    const named =
      argument.name === undefined ? undefined : parameters.find((one) => one.name === argument.name)
    ordered[named ? named.index : index + shift] = value
  })
  return ordered
}

/** What a block is called with: in Ruby, with what a pair holds, one by one. */
function given(item: Value | undefined, scope: FunctionScope, frame: Frame): Value[] {
  if (!item) return []
  return frame.linked.unit.language === 'ruby' ? scope.parameters.map(() => item) : [item]
}

/** Functions that are handed over run with what the callee holds, or with what nobody knows. */
function runCallbacks(
  interpreter: Interpreter,
  call: Kind<'call'>,
  args: readonly Value[],
  item: Value,
  method: string,
  state: State,
  frame: Frame,
): boolean {
  let any = false
  call.args.forEach((argument, index) => {
    const scope = args[index]?.function
    if (!scope) return
    any = true
    const isOpen = argument.value.kind === 'function'
    const parameter = EACH.test(method) ? { ...item } : undefined
    if (isOpen || parameter?.taint)
      interpreter.enter(frame.linked, scope, given(parameter, scope, frame), state, frame, frame.self)
  })
  return any
}
