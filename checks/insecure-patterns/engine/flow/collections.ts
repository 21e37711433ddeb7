import type { State, Thing } from './state.ts'
import { constantOf, joinValues, mixed, SAFE, type Scalar, UNKNOWN, type Value } from './value.ts'

const LISTS =
  /^(?:ArrayList|LinkedList|Vector|Stack|ArrayDeque|List|Queue|SortedSet|ObservableCollection|ConcurrentBag|ConcurrentQueue|StringCollection|HashSet|LinkedHashSet|TreeSet|CopyOnWriteArrayList|PriorityQueue|Set|Array|list|set|deque)$/
const MAPS =
  /^(?:Dictionary|SortedDictionary|ConcurrentDictionary|NameValueCollection|HashMap|LinkedHashMap|TreeMap|Hashtable|ConcurrentHashMap|EnumMap|Map|Properties|dict|OrderedDict|defaultdict|ConfigParser|RawConfigParser|SafeConfigParser)$/
const TEXTS = /^(?:StringBuilder|StringBuffer|StringWriter|StringJoiner|StringIO|ByteArrayOutputStream)$/
/** What is written to them goes to what they were made of. */
const WRAPPERS =
  /^(?:(?:Object|Buffered|Data|Print|GZIP)OutputStream|OutputStreamWriter|(?:Buffered|Print)Writer)$/

/** An empty thing of a class that holds others, filled with what its constructor takes. */
export function made(type: string, args: readonly Value[], state: State): Value | undefined {
  const simple = type.slice(type.lastIndexOf('.') + 1)
  const [first] = args
  if (LISTS.test(simple)) {
    const from = first && state.thing(first)
    if (from?.items) return state.make({ kind: 'list', items: from.items, entries: new Map() }, type)
    const rest = first && (first.taint ?? from) ? state.deep(first) : undefined
    return state.make({ kind: 'list', ...(rest ? { rest } : { items: [] }), entries: new Map() }, type)
  }
  if (MAPS.test(simple)) {
    const from = first && state.thing(first)
    const rest = first?.taint ? first : from?.rest
    return state.make({ kind: 'map', entries: from?.entries ?? new Map(), ...(rest && { rest }) }, type)
  }
  if (WRAPPERS.test(simple)) return first && state.thing(first)?.kind === 'text' ? first : undefined
  if (TEXTS.test(simple)) {
    const start =
      first && first.constant !== undefined && typeof first.constant !== 'string' ? undefined : first
    return state.make({ kind: 'text', items: start ? [start] : [], entries: new Map() }, type)
  }
  return undefined
}

const ADD = /^(?:add|addLast|addElement|push|append|offer|offerLast|unshift|addFirst|insert|appendleft)$/
const ALL = /^(?:addAll|extend|putAll|update|concat)$/
const ASKS =
  /^(?:size|isEmpty|contains|containsKey|containsValue|includes|has|indexOf|lastIndexOf|hashCode|equals|count|has_option|has_section|sections)$/

/** What a method does to a thing and gives back; undefined where it is none of theirs. */
export function methodOf(
  receiver: Value,
  thing: Thing,
  called: string,
  args: readonly Value[],
  state: State,
): Value | undefined {
  if (thing.kind === 'instance') return undefined
  // C# writes `Append` for what others write `append`.
  const method = called.charAt(0).toLowerCase() + called.slice(1)
  if (ASKS.test(method)) {
    if (method === 'size' && thing.items && !thing.rest) return constantOf(thing.items.length)
    if (method === 'isEmpty' && thing.items && !thing.rest) return constantOf(thing.items.length === 0)
    return SAFE
  }
  if (thing.kind === 'text') return ofText(receiver, thing, method, args, state)
  if (ALL.test(method)) {
    const added = mixed(args.map((value) => state.deep(value)))
    const [first] = args
    const from = first && state.thing(first)
    if (thing.kind === 'map' && from?.kind === 'map' && !from.rest)
      state.put(receiver, { ...thing, entries: new Map([...thing.entries, ...from.entries]) })
    else state.put(receiver, { ...thing, rest: thing.rest ? joinValues(thing.rest, added) : added })
    return SAFE
  }
  return thing.kind === 'map'
    ? ofMap(receiver, thing, method, args, state)
    : ofList(receiver, thing, method, args, state)
}

/** `a.b`: the keys of a section and an option as one. */
function keyOf(args: readonly Value[]): Scalar | undefined {
  const keys = args.map((value) => value.constant)
  if (keys.length === 1) return keys[0]
  return keys.every((key) => key !== undefined) ? keys.join('\0') : undefined
}

function ofMap(
  receiver: Value,
  thing: Thing,
  method: string,
  args: readonly Value[],
  state: State,
): Value | undefined {
  switch (method) {
    case 'put':
    case 'set':
    case 'setProperty':
    case 'putIfAbsent':
    case 'setdefault': {
      const value = args.at(-1) ?? UNKNOWN
      const key = keyOf(args.slice(0, -1))
      if (key !== undefined)
        state.put(receiver, { ...thing, entries: new Map(thing.entries).set(key, value) })
      else {
        const deep = state.deep(value)
        state.put(receiver, { ...thing, rest: thing.rest ? joinValues(thing.rest, deep) : deep })
      }
      return method === 'set' ? receiver : SAFE
    }
    case 'get':
    case 'getOrDefault':
    case 'getProperty':
    case 'remove':
    case 'pop': {
      const isSection = (receiver.type ?? '').endsWith('ConfigParser')
      const key = keyOf(isSection ? args.slice(0, 2) : args.slice(0, 1))
      if (key === undefined) return state.content(thing)
      const known = thing.entries.get(key)
      const otherwise = isSection ? undefined : args[1]
      const found = known ?? otherwise
      if (method === 'remove' || method === 'pop') {
        const entries = new Map(thing.entries)
        entries.delete(key)
        state.put(receiver, { ...thing, entries })
      }
      if (!thing.rest) return found ?? UNKNOWN
      return found ? mixed([found, thing.rest]) : thing.rest
    }
    case 'clear':
      state.put(receiver, { kind: 'map', entries: new Map() })
      return SAFE
    case 'keySet':
    case 'keys':
      return state.make({
        kind: 'list',
        ...(thing.rest ? { rest: thing.rest } : { items: [...thing.entries.keys()].map(constantOf) }),
        entries: new Map(),
      })
    case 'load':
    case 'read':
    case 'read_file':
    case 'read_string':
      // What a file of settings holds.
      state.put(receiver, { ...thing, rest: thing.rest ? joinValues(thing.rest, UNKNOWN) : UNKNOWN })
      return SAFE
    case 'add_section':
      return SAFE
    default: {
      const added = mixed(args.map((value) => state.deep(value)))
      if (added.taint && /^(?:compute|merge|replace|append)/.test(method))
        state.put(receiver, { ...thing, rest: thing.rest ? joinValues(thing.rest, added) : added })
      return state.content(thing)
    }
  }
}

function ofList(
  receiver: Value,
  thing: Thing,
  method: string,
  args: readonly Value[],
  state: State,
): Value | undefined {
  const { items } = thing
  const [first, second] = args
  const index = first?.constant
  const put = (changed: readonly Value[]): void => state.put(receiver, { ...thing, items: changed })
  const spoil = (): void => {
    const { items: _, ...rest } = thing
    state.put(receiver, {
      ...rest,
      rest: mixed([state.content(thing), ...args.map((value) => state.deep(value))]),
    })
  }
  if (ADD.test(method)) {
    if (!first) return SAFE
    if (!items || thing.rest) spoil()
    else if (second === undefined)
      put(/^(?:unshift|addFirst|appendleft)$/.test(method) ? [first, ...items] : [...items, ...args])
    else if (typeof index === 'number') put(items.toSpliced(index, 0, second))
    else if (method === 'push' || method === 'unshift') put([...items, ...args])
    else spoil()
    return SAFE
  }
  switch (method) {
    case 'set':
      if (items && typeof index === 'number' && index < items.length)
        put(items.with(index, second ?? UNKNOWN))
      else spoil()
      return SAFE
    case 'get':
    case 'elementAt':
    case 'at':
      if (items && typeof index === 'number') return items.at(index) ?? thing.rest ?? UNKNOWN
      return state.content(thing)
    case 'remove':
    case 'removeFirst':
    case 'shift':
    case 'pop': {
      if (!items || thing.rest) return state.content(thing)
      const fromStart = method === 'removeFirst' || method === 'shift'
      const at = fromStart ? 0 : typeof index === 'number' ? index : first ? -1 : items.length - 1
      if (at < 0 || at >= items.length) return state.content(thing)
      put(items.toSpliced(at, 1))
      return items[at]
    }
    case 'getFirst':
    case 'peek':
    case 'firstElement':
      return items?.[0] ?? state.content(thing)
    case 'getLast':
    case 'lastElement':
      return items?.at(-1) ?? state.content(thing)
    case 'clear':
      state.put(receiver, { kind: 'list', items: [], entries: new Map() })
      return SAFE
    default:
      return state.content(thing)
  }
}

function ofText(
  receiver: Value,
  thing: Thing,
  method: string,
  args: readonly Value[],
  state: State,
): Value | undefined {
  switch (method) {
    case 'append':
    case 'appendLine':
    case 'appendFormat':
    case 'appendJoin':
    case 'add':
    case 'write':
    case 'writeObject':
    case 'writeUTF':
    case 'writeBytes':
    case 'insert':
    case 'print':
    case 'println':
    case 'replace': {
      const text = method === 'append' && args.length > 1 ? args.slice(0, 1) : args
      const isPlain = /^(?:append|add|write|writeObject|writeUTF|writeBytes|print)$/.test(method)
      const added = isPlain
        ? text.map((value) => state.deep(value))
        : [mixed(text.map((value) => state.deep(value)))]
      state.put(receiver, { ...thing, items: [...(thing.items ?? []), ...added] })
      return receiver
    }
    case 'setLength':
      if (args[0]?.constant === 0) state.put(receiver, { ...thing, items: [] })
      return SAFE
    case 'length':
      return SAFE
    case 'toString':
    case 'toByteArray':
    case 'getvalue': {
      const items = thing.items ?? []
      if (!thing.rest && items.every((item) => item.constant !== undefined))
        return constantOf(
          items
            .map((item) => String(item.constant))
            .join('')
            .slice(0, 10_000),
        )
      return state.content(thing)
    }
    case 'reverse':
    case 'deleteCharAt':
    case 'setCharAt':
    case 'delete':
      state.put(receiver, { ...thing, items: [mixed(thing.items ?? [])] })
      return receiver
    default:
      return state.content(thing)
  }
}
