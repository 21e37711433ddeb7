import type { SyntaxNode } from '../../../../src/parse/code/index.ts'
import { bodyOfFunction } from '../bodies.ts'
import {
  type Expression,
  type FunctionScope,
  hasBareFields,
  type Unit,
  isJvm,
  type Kind,
  type Parameter,
  type Statement,
} from '../ir.ts'
import type { Values } from '../values.ts'
import { isCalledHereAlone } from '../callers.ts'
import { fold } from './arithmetic.ts'
import { callOf } from './calls.ts'
import { refine } from './guards.ts'
import type { Linked, Linker } from './linker.ts'
import { joinStates, State, type Thing } from './state.ts'
import {
  cleaned,
  constantOf,
  joinValues,
  mixed,
  SAFE,
  type Scalar,
  tainted,
  through,
  UNKNOWN,
  type Value,
} from './value.ts'

/** One function that runs: where those who leave it early go. */
export interface Frame {
  linked: Linked
  scope: FunctionScope
  self?: Value | undefined
  returns: { value: Value; state: State }[]
  breaks: State[]
  throws: State[]
  /** Functions being run, this one last: none is entered twice. */
  stack: readonly FunctionScope[]
}

/** Work that one file may cost, in expressions evaluated. */
const MAX_WORK = 100_000
const MAX_DEPTH = 2500
const TURNS = 2

/** The object whose method runs, where what the method leaves in it matters to others that it calls. */
const OBJECT: Thing = { kind: 'instance', entries: new Map() }

function writesFields(scope: FunctionScope, unit: Unit): boolean {
  if (!hasBareFields(unit.language)) return false
  return [...scope.assignments].some(([name, assignments]) =>
    unit.fields.get(name)?.some((one) => assignments.includes(one)),
  )
}

/**
 * Runs functions over what is known of values: variables, fields, items, and which branches can be met. What it sees at
 * each expression is noted; an expression met several times stands for all that it was.
 */
export class Interpreter {
  readonly linker: Linker
  readonly seen = new Map<Expression, Value>()
  /** Other files in which something dangerous arrived. */
  readonly reached = new Set<Linked>()
  /** Branches that no run entered, and those that one did. */
  readonly #pruned = new Set<SyntaxNode>()
  readonly #entered = new Set<SyntaxNode>()
  readonly #memo = new Map<FunctionScope, Map<string, Value>>()
  readonly #statements = new Map<SyntaxNode, Statement>()
  readonly globals = new Map<FunctionScope, State>()
  readonly #values: Values
  #depth = 0
  #spent = 0
  /** What classes hold in fields that others read by their name: one object a file. */
  readonly #statics = new Map<Unit, Value>()
  /** Values of fields being looked at. */
  readonly #fields = new Set<Expression>()
  /** Loops around what runs; the inner ones turn once for each turn of the outer. */
  #loops = 0

  constructor(linker: Linker, values: Values) {
    this.linker = linker
    this.#values = values
  }

  /** Runs everything in a file that somebody else may call. */
  runFile(linked: Linked): void {
    const { unit } = linked
    const module = new State()
    this.#run(linked, unit.module, module, [], undefined)
    this.globals.set(unit.module, module)
    for (const scope of unit.functions) {
      if (scope === unit.module) continue
      // What only this file calls was run with all that it is given; a function without a name, where it stands.
      if (this.#entered.has(scope.node) && (scope.name === '' || isCalledHereAlone(unit, scope))) continue
      const state = new State()
      for (let outer = scope.parent; outer?.parent; outer = outer.parent)
        this.#parameters(linked, outer, state)
      this.#parameters(linked, scope, state)
      this.#run(linked, scope, state, [], writesFields(scope, unit) ? state.make(OBJECT) : undefined)
    }
  }

  /** Whether no run came here: a condition that is never met stands around it. */
  isDead(node: SyntaxNode): boolean {
    for (let at: SyntaxNode | undefined = node; at; at = at.parent) {
      if (this.#pruned.has(at) && !this.#entered.has(at)) return true
    }
    return false
  }

  #parameters(linked: Linked, scope: FunctionScope, state: State): void {
    for (const parameter of scope.parameters) {
      const origin = linked.values.originOfParameter(parameter, scope)
      state.vars.set(
        parameter.name,
        origin === 'request'
          ? tainted(scope.node.child('parameters') ?? scope.node, linked.unit.path, 'A request fills it')
          : { origin },
      )
    }
  }

  /** What nobody here hands over: a lambda that answers a route is called with what a request brings. */
  #notGiven(linked: Linked, scope: FunctionScope, parameter: Parameter): Value {
    const origin = linked.values.originOfParameter(parameter, scope)
    if (origin === 'request' && scope.name === '')
      return tainted(scope.node.child('parameters') ?? scope.node, linked.unit.path, 'A request fills it')
    return { origin: origin === 'safe' ? 'safe' : 'unknown' }
  }

  #run(
    linked: Linked,
    scope: FunctionScope,
    state: State,
    stack: readonly FunctionScope[],
    self: Value | undefined,
  ): Value {
    this.#entered.add(scope.node)
    const frame: Frame = {
      linked,
      scope,
      self,
      returns: [],
      breaks: [],
      throws: [],
      stack: [...stack, scope],
    }
    const body = bodyOfFunction(scope.node) ?? (scope.parent ? undefined : scope.node)
    if (!body) return UNKNOWN
    const isExpression =
      !/block|body|compound_statement|module|program|compilation_unit|source_file|lambda_literal|^class/.test(
        body.type,
      )
    if (isExpression) return this.eval(linked.unit.lower(body), state, frame)
    if (body.childOfType('rescue')) this.node(body, state, frame)
    else this.nodes(body.namedChildren, state, frame)
    let result: Value | undefined
    let end = state
    for (const { value, state: at } of frame.returns) {
      // Things are joined with the states that hold them: a name that no language allows carries the result.
      const [one, other] = [end, at.fork()]
      if (result) one.vars.set('<result>', result)
      other.vars.set('<result>', value)
      end = one.dead ? other : joinStates(one, other)
      result = end.vars.get('<result>') ?? (result ? joinValues(result, value) : value)
    }
    end.vars.delete('<result>')
    state.become(end)
    return result ?? SAFE
  }

  /** Runs a function with what it is given; `undefined` where it cannot be entered (again). */
  enter(
    linked: Linked,
    scope: FunctionScope,
    args: readonly Value[],
    state: State,
    frame: Frame,
    self?: Value,
  ): Value | undefined {
    if (frame.stack.includes(scope) || frame.stack.length > 8) return undefined
    const key = this.#keyOf(args, self, state)
    const known = key === undefined ? undefined : this.#memo.get(scope)?.get(key)
    if (known) return known
    const closes =
      linked === frame.linked && scope.parent !== undefined && scope.parent !== linked.unit.module
    const isClosure = closes && frame.stack.includes(scope.parent as FunctionScope)
    const inner = new State(isClosure ? new Map(state.vars) : new Map(), new Map(state.heap))
    for (const parameter of scope.parameters) {
      const given = args[parameter.index]
      const own = linked.values.originOfParameter(parameter, scope)
      // What a framework calls a closure with says more than that a library's `map` calls it with something.
      const isFilled = own === 'request' && scope.name === '' && (given?.origin ?? 'unknown') === 'unknown'
      inner.vars.set(
        parameter.name,
        isFilled
          ? tainted(scope.node.child('parameters') ?? scope.node, linked.unit.path, 'A request fills it')
          : given
            ? through(
                given,
                scope.node.child('name') ?? scope.node,
                linked.unit.path,
                `It is handed to ${scope.name || 'a function'}`,
              )
            : this.#notGiven(linked, scope, parameter),
      )
    }
    const result = this.#run(linked, scope, inner, frame.stack, self)
    state.heap = inner.heap
    if (isClosure && !inner.dead) {
      const own = new Set(scope.parameters.map((parameter) => parameter.name))
      for (const [name, value] of inner.vars) {
        const before = state.vars.get(name)
        if (before && !own.has(name)) state.vars.set(name, joinValues(before, value))
      }
    }
    if (key !== undefined && result.object === undefined && !isClosure) {
      const results = this.#memo.get(scope) ?? new Map<string, Value>()
      this.#memo.set(scope, results)
      results.set(key, result)
    }
    return result
  }

  /** Equal for calls that must end alike; undefined where things that can change are involved. */
  #keyOf(args: readonly Value[], self: Value | undefined, state: State): string | undefined {
    if (self?.object !== undefined && state.heap.has(self.object)) return undefined
    if (args.some((value) => value.object !== undefined || value.function)) return undefined
    return JSON.stringify(
      args.map((value) => [
        value.origin,
        value.constant,
        value.taint?.mask,
        value.taint?.step.node.start,
        value.type,
      ]),
    )
  }

  nodes(nodes: readonly SyntaxNode[], state: State, frame: Frame): void {
    for (const node of nodes) {
      if (state.dead) return
      this.node(node, state, frame)
    }
  }

  node(node: SyntaxNode, state: State, frame: Frame): void {
    let statement = this.#statements.get(node)
    if (!statement) {
      statement = frame.linked.dialect.statement(node, (inner) => frame.linked.unit.lower(inner))
      this.#statements.set(node, statement)
    }
    this.#statement(statement, state, frame)
  }

  #statement(statement: Statement, state: State, frame: Frame): void {
    this.#spend()
    switch (statement.kind) {
      case 'nothing':
        return
      case 'do':
        this.eval(statement.value, state, frame)
        if (this.#leaves(statement.value, frame)) {
          frame.throws.push(state.fork())
          state.dead = true
        }
        return
      case 'sequence':
        for (const one of statement.statements) if (!state.dead) this.#statement(one, state, frame)
        return
      case 'block':
        return this.nodes(statement.body, state, frame)
      case 'set': {
        const { target, operator, type } = statement
        if (operator === 'declare') {
          this.assign(
            target,
            { origin: 'safe', ...(type !== undefined && { type: this.#typeOf(type, frame) }) },
            state,
            frame,
          )
          return
        }
        let value = statement.value ? this.eval(statement.value, state, frame) : UNKNOWN
        if (operator !== '=' && operator !== ':=')
          value = this.#combine(operator, this.eval(target, state, frame), value, frame)
        if (type !== undefined && frame.linked.values.knowledge.isNeutralType(type)) value = cleaned(value)
        this.assign(
          target,
          through(
            value,
            statement.node,
            frame.linked.unit.path,
            `It is kept in ${target.node.text.slice(0, 40)}`,
          ),
          state,
          frame,
        )
        return
      }
      case 'if':
        return this.#if(statement, state, frame)
      case 'loop': {
        this.nodes(statement.first, state, frame)
        this.#loop(state, frame, (turn) => {
          const { condition } = statement
          let out: State | undefined
          if (condition && !statement.atLeastOnce) {
            const test = this.eval(condition, turn, frame)
            out = turn.fork()
            refine(this, condition, false, out, frame)
            if (test.constant === false) turn.dead = true
            else refine(this, condition, true, turn, frame)
            if (test.constant === true) out.dead = true
          }
          this.nodes(statement.body, turn, frame)
          if (!turn.dead) this.nodes(statement.after, turn, frame)
          if (condition && statement.atLeastOnce && !turn.dead) this.eval(condition, turn, frame)
          return out
        })
        return
      }
      case 'each': {
        const list = this.eval(statement.list, state, frame)
        const thing = state.thing(list)
        const item: Value = thing
          ? mixed([list, state.content(thing)])
          : {
              origin: list.origin === 'constant' ? 'safe' : list.origin,
              ...(list.taint && { taint: list.taint }),
            }
        this.#loop(state, frame, (turn) => {
          if (statement.key) this.assign(statement.key, item, turn, frame)
          if (statement.target) {
            const isTuple = statement.target.kind === 'list'
            if (isTuple)
              for (const part of (statement.target as Kind<'list'>).items)
                this.assign(part, item, turn, frame)
            else this.assign(statement.target, item, turn, frame)
          }
          const out = turn.fork()
          this.nodes(statement.body, turn, frame)
          return out
        })
        return
      }
      case 'switch':
        return this.#switch(statement, state, frame)
      case 'try': {
        this.#spend(state)
        const before = state.fork()
        const thrown = frame.throws
        frame.throws = []
        this.nodes(statement.body, state, frame)
        let caught = joinStates(before, state.dead ? before : state.fork())
        for (const at of frame.throws) caught = joinStates(caught, at)
        frame.throws = thrown
        let after: State = state.fork()
        for (const handler of statement.catches) {
          const turn = caught.fork()
          turn.dead = false
          this.nodes(handler, turn, frame)
          after = joinStates(after, turn)
        }
        state.become(after)
        if (statement.last.length > 0) {
          const left = state.dead
          if (left) {
            state.become(caught.fork())
            state.dead = false
          }
          this.nodes(statement.last, state, frame)
          if (left) state.dead = true
        }
        return
      }
      case 'return': {
        const value = statement.value ? this.eval(statement.value, state, frame) : SAFE
        frame.returns.push({ value, state: state.fork() })
        state.dead = true
        return
      }
      case 'throw':
        if (statement.value) this.eval(statement.value, state, frame)
        frame.throws.push(state.fork())
        state.dead = true
        return
      case 'break':
        frame.breaks.push(state.fork())
        state.dead = true
        return
      case 'continue':
        frame.breaks.push(state.fork())
        state.dead = true
        return
      default:
        statement satisfies never
    }
  }

  /** `abort(403)`, `os.Exit(1)`: what stands behind it is not reached. */
  #leaves(value: Expression, frame: Frame): boolean {
    if (value.kind !== 'call') return false
    const { values } = frame.linked
    return values.knowledge.leaves(values.path(value.callee))
  }

  #typeOf(type: string, frame: Frame): string {
    return frame.linked.values.typePath(type)
  }

  #if(statement: Extract<Statement, { kind: 'if' }>, state: State, frame: Frame): void {
    const { condition, yes, no, otherwise } = statement
    const test = this.eval(condition, state, frame)
    this.#spend(state)
    const met = state.fork()
    const unmet = state
    if (test.constant === false) this.#prune(yes)
    else {
      this.#enterBranch(yes)
      refine(this, condition, true, met, frame)
      this.nodes(yes, met, frame)
    }
    const others = otherwise ? [otherwise.node] : no
    if (test.constant === true) this.#prune(others)
    else {
      this.#enterBranch(others)
      refine(this, condition, false, unmet, frame)
      if (otherwise) this.#statement(otherwise, unmet, frame)
      else this.nodes(no, unmet, frame)
    }
    if (test.constant === true) state.become(met)
    else if (test.constant !== false) state.become(joinStates(met, unmet))
  }

  #prune(nodes: readonly SyntaxNode[]): void {
    for (const node of nodes) this.#pruned.add(node)
  }

  #enterBranch(nodes: readonly SyntaxNode[]): void {
    for (const node of nodes) if (this.#pruned.has(node)) this.#entered.add(node)
  }

  /** Runs a body a few times, each with what the last left; `turn` gives the state in which the loop is left. */
  #loop(state: State, frame: Frame, turn: (state: State) => State | undefined): void {
    const outer = frame.breaks
    let at = state.fork()
    let left: State | undefined
    const turns = this.#loops < 2 ? TURNS : 1
    this.#loops++
    for (let count = 0; count < turns; count++) {
      this.#spend(state)
      frame.breaks = []
      const run = at.fork()
      const out = turn(run)
      if (out) left = left ? joinStates(left, out) : out
      let end = run
      for (const broken of frame.breaks) end = joinStates(end, broken)
      at = joinStates(at, end)
    }
    this.#loops--
    frame.breaks = outer
    // What a body writes may be written once more than was tried.
    state.become(left && at.dead ? left : left ? joinStates(left, at) : at)
  }

  #switch(statement: Extract<Statement, { kind: 'switch' }>, state: State, frame: Frame): void {
    const subject = statement.subject && this.eval(statement.subject, state, frame)
    const outer = frame.breaks
    frame.breaks = []
    const { groups, fallsThrough } = statement
    const known = subject?.constant
    const constants = groups.map((group) =>
      group.values.map((value) => this.eval(value, state, frame).constant),
    )
    let chosen: number | undefined
    if (known !== undefined && constants.every((list) => list.every((value) => value !== undefined))) {
      chosen = constants.findIndex((list) => list.includes(known))
      if (chosen < 0) chosen = groups.findIndex((group) => group.isDefault)
    }
    let end: State | undefined
    const add = (one: State): void => {
      end = end ? joinStates(end, one) : one
    }
    groups.forEach((group, index) => {
      if (chosen !== undefined && chosen !== index) return
      this.#spend(state)
      const run = state.fork()
      if (statement.subject && group.values.length > 0 && !group.isDefault && known === undefined) {
        this.narrow(
          statement.subject,
          constants[index]?.every((value) => value !== undefined) ? cleaned : undefined,
          run,
          frame,
        )
      }
      for (let at = index; at < groups.length; at++) {
        const body = groups[at]?.body ?? []
        this.#enterBranch(body)
        this.nodes(body, run, frame)
        if (run.dead || !fallsThrough) break
      }
      add(run)
    })
    if (chosen !== undefined) groups.forEach((group, index) => chosen !== index && this.#prune(group.body))
    if (chosen !== undefined && fallsThrough && chosen >= 0) {
      for (let at = chosen + 1; at < groups.length; at++) {
        // Reached by falling through only where nothing left before.
        if (groups[at - 1]?.body.some((node) => /break|return|throw/.test(node.type))) break
        this.#enterBranch(groups[at]?.body ?? [])
      }
    }
    for (const broken of frame.breaks) add(broken)
    frame.breaks = outer
    if (chosen === undefined ? !groups.some((group) => group.isDefault) : chosen < 0) add(state.fork())
    if (end) state.become(end)
  }

  /** Replaces what a name or field holds by what a condition says of it. */
  narrow(
    target: Expression,
    change: ((value: Value) => Value) | undefined,
    state: State,
    frame: Frame,
  ): void {
    if (!change) return
    if (target.kind !== 'name' && target.kind !== 'member' && target.kind !== 'index') return
    const value = change(this.eval(target, state, frame))
    this.assign(target, value, state, frame)
  }

  assign(target: Expression, value: Value, state: State, frame: Frame): void {
    switch (target.kind) {
      case 'name': {
        const before = state.vars.get(target.name)
        const type = value.type ?? before?.type
        const self =
          frame.self && !before && this.#isFieldOf(target.name, frame) ? state.thing(frame.self) : undefined
        if (self && frame.self) {
          state.put(frame.self, { ...self, entries: new Map(self.entries).set(target.name, value) })
          this.#keepStatic(frame.linked.unit, target.name, value, state)
          return
        }
        state.vars.set(target.name, { ...value, ...(type !== undefined && { type }) })
        return
      }
      case 'member':
      case 'index': {
        const key: Scalar | undefined =
          target.kind === 'member'
            ? target.property
            : target.index && this.eval(target.index, state, frame).constant
        const holder = this.eval(target.object, state, frame)
        const thing = state.thing(holder)
        if (!thing) {
          const owner = this.#classNamed(target, state, frame)
          if (owner && target.kind === 'member') this.#keepStatic(owner, target.property, value, state)
          state.vars.set(this.#pathKey(target), value)
          // What has no place of its own, such as an array that came from elsewhere, takes on what is put into it.
          if (value.taint && target.object.kind === 'name' && target.kind === 'index')
            state.vars.set(target.object.name, mixed([holder, value]))
          return
        }
        if (thing.items && typeof key === 'number' && key >= 0 && key < thing.items.length)
          state.put(holder, { ...thing, items: thing.items.with(key, value) })
        else if (key !== undefined && !thing.items)
          state.put(holder, { ...thing, entries: new Map(thing.entries).set(key, value) })
        else
          state.put(holder, {
            ...thing,
            rest: thing.rest ? joinValues(thing.rest, value) : state.deep(value),
          })
        return
      }
      case 'list':
        for (const item of target.items) this.assign(item, value, state, frame)
        return
      default:
    }
  }

  /** The file of the class that a member is a static one of: `Settings.path`. */
  #classNamed(member: Expression, state: State, frame: Frame): Unit | undefined {
    if (member.kind !== 'member' || member.object.kind !== 'name') return undefined
    const { name } = member.object
    if (!hasBareFields(frame.linked.unit.language) || !/^[A-Z]/.test(name) || state.vars.has(name))
      return undefined
    return this.linker.fileOfClass(frame.linked.values.path(member.object), frame.linked)
  }

  /** What is written to a field may be read by another class, by the name of this one. */
  #keepStatic(owner: Unit, name: string, value: Value, state: State): void {
    const held = this.#statics.get(owner) ?? state.make(OBJECT)
    this.#statics.set(owner, held)
    const thing = state.thing(held) ?? OBJECT
    if (held.object !== undefined)
      state.heap.set(held.object, { ...thing, entries: new Map(thing.entries).set(name, value) })
  }

  #static(owner: Unit | undefined, name: string, state: State): Value | undefined {
    const held = owner && this.#statics.get(owner)
    return held && state.thing(held)?.entries.get(name)
  }

  /** `a.b` of something unknown is remembered under its own text. */
  #pathKey(target: Expression): string {
    return `.${target.node.text.slice(0, 80)}`
  }

  #isFieldOf(name: string, frame: Frame): boolean {
    return hasBareFields(frame.linked.unit.language) && frame.linked.unit.fields.has(name)
  }

  /** Counts work; what is copied at a branch counts too. */
  #spend(state?: State): void {
    this.#spent += 1 + (state ? (state.vars.size + state.heap.size) / 16 : 0)
    this.#values.spend(this.#spent > MAX_WORK ? Number.POSITIVE_INFINITY : 0.25)
  }

  eval(expression: Expression, state: State, frame: Frame): Value {
    this.#spend()
    if (++this.#depth > MAX_DEPTH) {
      this.#depth--
      return UNKNOWN
    }
    try {
      const value = this.#eval(expression, state, frame)
      if (frame.linked.noted) this.note(expression, state.deep(value))
      else this.#noteElsewhere(expression, value, state, frame)
      return value
    } finally {
      this.#depth--
    }
  }

  /** Of other files only what was handed over is kept. */
  #noteElsewhere(expression: Expression, value: Value, state: State, frame: Frame): void {
    if (!value.taint && value.object === undefined) return
    const deep = state.deep(value)
    if (!deep.taint) return
    this.note(expression, deep)
    this.reached.add(frame.linked)
  }

  note(expression: Expression, value: Value): void {
    const before = this.seen.get(expression)
    this.seen.set(expression, before ? joinValues(before, value) : value)
  }

  #source(expression: Expression, frame: Frame): Value | undefined {
    const { values, unit } = frame.linked
    const path = values.path(expression)
    if (path === '' || !values.knowledge.isSource(path)) return undefined
    return tainted(expression.node, unit.path, 'It comes from a request here')
  }

  #eval(expression: Expression, state: State, frame: Frame): Value {
    switch (expression.kind) {
      case 'constant':
        return constantOf(expression.value)
      case 'name':
        return this.#name(expression, state, frame)
      case 'member': {
        const known = state.vars.get(this.#pathKey(expression))
        if (known) return known
        const source = this.#source(expression, frame)
        if (source) return source
        const kept = this.#static(this.#classNamed(expression, state, frame), expression.property, state)
        if (kept) return kept
        return this.#held(
          this.eval(expression.object, state, frame),
          expression.property,
          state,
          expression,
          frame,
        )
      }
      case 'index': {
        const source = this.#source(expression, frame)
        if (source) return source
        const key = expression.index && this.eval(expression.index, state, frame).constant
        const holder = this.eval(expression.object, state, frame)
        if (typeof holder.constant === 'string' && typeof key === 'number') {
          const letter = holder.constant.at(key)
          if (letter !== undefined) return constantOf(letter)
        }
        const thing = state.thing(holder)
        if (!thing)
          return {
            origin: holder.origin === 'constant' ? 'safe' : holder.origin,
            ...(holder.taint && { taint: holder.taint }),
          }
        return this.#held(holder, key, state, expression, frame)
      }
      case 'call':
        return callOf(this, expression, state, frame, this.#source(expression, frame))
      case 'concat': {
        const parts = expression.parts.map((part) => state.deep(this.eval(part, state, frame)))
        if (parts.every((part) => part.constant !== undefined))
          return constantOf(
            parts
              .map((part) => String(part.constant))
              .join('')
              .slice(0, 10_000),
          )
        return mixed(parts)
      }
      case 'object': {
        const entries = new Map<Scalar, Value>()
        for (const entry of expression.entries) entries.set(entry.key, this.eval(entry.value, state, frame))
        const type = expression.type && frame.linked.values.path(expression.type)
        // `{ ...other }`: what else is in it came from somewhere.
        const rest = expression.open
          ? mixed(
              expression.node.namedChildren
                .filter((child) => /spread|splat/.test(child.type))
                .flatMap((child) => child.namedChildren)
                .map((child) => state.deep(this.eval(frame.linked.unit.lower(child), state, frame))),
            )
          : undefined
        return state.make({ kind: 'map', entries, ...(rest && { rest }) }, type)
      }
      case 'list':
        return state.make({
          kind: 'list',
          items: expression.items.map((item) => this.eval(item, state, frame)),
          entries: new Map(),
        })
      case 'either':
        return this.#either(expression, state, frame)
      case 'function':
        return { origin: 'safe', function: expression.definition }
      case 'other':
        return this.#other(expression, state, frame)
      default:
        return expression satisfies never
    }
  }

  #name(expression: Kind<'name'>, state: State, frame: Frame): Value {
    const { name } = expression
    const { unit, values } = frame.linked
    const known = state.vars.get(name)
    if (known) return known
    if ((name === 'this' || name === 'self') && frame.self) return frame.self
    if (frame.self && this.#isFieldOf(name, frame)) {
      const held = state.thing(frame.self)?.entries.get(name)
      if (held) return held
    }
    const kept = this.#isFieldOf(name, frame) ? this.#static(unit, name, state) : undefined
    if (kept) return kept
    const source = this.#source(expression, frame)
    if (source) return source
    const [only, second] = unit.fields.get(name) ?? []
    if (hasBareFields(unit.language) && only?.value && !second)
      return this.#constantField(only.value, state, frame)
    const global = this.globals.get(unit.module)?.vars.get(name)
    if (global && (unit.module.assignments.get(name)?.length ?? 0) === 1) {
      const thing = this.globals.get(unit.module)?.thing(global)
      if (thing && global.object !== undefined) state.heap.set(global.object, thing)
      return global
    }
    const scopes = values.functionNamed(name)
    if (scopes) return { origin: 'safe', function: scopes }
    return UNKNOWN
  }

  #constantField(value: Expression, state: State, frame: Frame): Value {
    // A field that is written once, where it is declared, holds that; what it is made of holds no local names.
    if (value.kind === 'constant') return constantOf(value.value)
    // `val name = name`: the other one is a parameter of the class.
    if (this.#fields.has(value)) return UNKNOWN
    this.#fields.add(value)
    const outside = new State(new Map(), state.heap)
    const result = this.eval(value, outside, {
      ...frame,
      self: undefined,
      returns: [],
      breaks: [],
      throws: [],
    })
    this.#fields.delete(value)
    state.heap = outside.heap
    return result
  }

  #held(holder: Value, key: Scalar | undefined, state: State, expression: Expression, frame: Frame): Value {
    const thing = state.thing(holder)
    const { taint } = holder
    if (!thing) {
      if (expression.kind === 'member' && /^(?:length|size)$/.test(expression.property)) return SAFE
      return taint ? { origin: 'unknown', taint } : UNKNOWN
    }
    if (key === 'length' || key === 'size')
      return thing.items && !thing.rest ? constantOf(thing.items.length) : SAFE
    const known =
      typeof key === 'number' ? thing.items?.at(key) : key === undefined ? undefined : thing.entries.get(key)
    if (known) return thing.rest ? mixed([known, thing.rest]) : known
    if (key !== undefined && thing.kind === 'instance') {
      const [only, second] = frame.linked.unit.fields.get(String(key)) ?? []
      if (only?.value && !second) return this.#constantField(only.value, state, frame)
    }
    if (key !== undefined && (thing.items ?? thing.kind === 'map')) return thing.rest ?? UNKNOWN
    return thing.kind === 'instance'
      ? (thing.rest ?? (taint ? { origin: 'unknown', taint } : UNKNOWN))
      : state.content(thing)
  }

  #either(expression: Kind<'either'>, state: State, frame: Frame): Value {
    const { options, condition, operator, assigned } = expression
    if (assigned) {
      const [right] = options
      let value = right ? this.eval(right, state, frame) : UNKNOWN
      const { target } = assigned
      if (assigned.operator !== '=')
        value = this.#combine(assigned.operator, this.eval(target, state, frame), value, frame)
      this.assign(
        target,
        through(
          value,
          expression.node,
          frame.linked.unit.path,
          `It is kept in ${target.node.text.slice(0, 40)}`,
        ),
        state,
        frame,
      )
      return value
    }
    if (condition) {
      const test = this.eval(condition, state, frame)
      const [yes, no] = options
      if (yes && no && typeof test.constant === 'boolean') {
        const [met, unmet] = test.constant ? [yes, no] : [no, yes]
        this.#prune([unmet.node])
        this.#enterBranch([met.node])
        return this.eval(met, state, frame)
      }
      for (const option of options) this.#enterBranch([option.node])
      const other = state.fork()
      refine(this, condition, true, state, frame)
      refine(this, condition, false, other, frame)
      const one = yes ? this.eval(yes, state, frame) : UNKNOWN
      const two = no ? this.eval(no, other, frame) : UNKNOWN
      return this.#join(one, state, two, other)
    }
    if (operator === 'and' || operator === 'or' || operator === '||' || operator === '??') {
      const values = options.map((option) => this.eval(option, state, frame))
      const constants = values.map((value) => value.constant)
      if (constants.every((value) => typeof value === 'boolean'))
        return constantOf(operator === 'and' ? constants.every(Boolean) : constants.some(Boolean))
      const [first] = values
      if (operator !== 'and' && typeof first?.constant === 'string' && first.constant !== '') return first
      return values.reduce((a, b) => this.#join(a, state, b, state))
    }
    return mixed(options.map((option) => state.deep(this.eval(option, state, frame))))
  }

  #join(one: Value, state: State, two: Value, other: State): Value {
    const [a, b] = [state.fork(), other.fork()]
    a.vars.set('<result>', one)
    b.vars.set('<result>', two)
    const joined = joinStates(a, b)
    const value = joined.vars.get('<result>') ?? UNKNOWN
    joined.vars.delete('<result>')
    state.become(joined)
    return value
  }

  #other(expression: Kind<'other'>, state: State, frame: Frame): Value {
    const { operator } = expression
    if (operator === 'update') {
      const [target] = expression.parts
      if (target) this.assign(target, SAFE, state, frame)
      return SAFE
    }
    if (operator === '&&' || operator === '||') {
      const [left, right] = expression.parts
      const one = left && this.eval(left, state, frame)
      if (operator === '&&' && one?.constant === false) return one
      if (operator === '||' && one?.constant === true) return one
      const inner = state.fork()
      if (left) refine(this, left, operator === '&&', inner, frame)
      const two = right && this.eval(right, inner, frame)
      state.become(joinStates(state.fork(), inner))
      const booleans = [one?.constant, two?.constant]
      if (booleans.every((value) => typeof value === 'boolean'))
        return constantOf(operator === '&&' ? booleans.every(Boolean) : booleans.some(Boolean))
      // In JavaScript and Ruby `a && b` is one of them.
      return /^(?:javascript|ruby)$/.test(frame.linked.unit.language)
        ? mixed([one ?? UNKNOWN, two ?? UNKNOWN])
        : SAFE
    }
    const parts =
      expression.parts.length > 0
        ? expression.parts
        : expression.node.namedChildren.map((child) => frame.linked.unit.lower(child))
    const values = parts.map((part) => this.eval(part, state, frame))
    if (operator === '!' || operator === 'not') {
      const value = values[0]?.constant
      return typeof value === 'boolean' ? constantOf(!value) : SAFE
    }
    if (operator === '-' && values.length === 1)
      return typeof values[0]?.constant === 'number' ? constantOf(-values[0].constant) : SAFE
    const [left, right] = values
    if (operator !== undefined && left && right && values.length === 2)
      return this.#combine(operator, left, right, frame)
    if (operator === 'instanceof' || operator === 'chain') return SAFE
    return mixed(values.map((value) => state.deep(value)))
  }

  #combine(operator: string, left: Value, right: Value, frame: Frame): Value {
    const sign =
      operator.length > 1 && operator.endsWith('=') && !/^[=!<>]/.test(operator)
        ? operator.slice(0, -1)
        : operator
    const { language } = frame.linked.unit
    if (left.constant !== undefined && right.constant !== undefined) {
      const folded = fold(sign, left.constant, right.constant, isJvm(language) || language === 'go')
      if (folded !== undefined) return constantOf(folded)
    }
    // Texts of PHP are joined by a dot: a number is what its plus makes with a number, and its percent sign of anything.
    if (
      language === 'php' &&
      (sign === '%' || [left, right].some(({ constant }) => typeof constant === 'number'))
    )
      return SAFE
    if (
      sign === '+' ||
      sign === '%' ||
      sign === '||' ||
      sign === '??' ||
      sign === '|' ||
      (sign === '/' && frame.linked.unit.language === 'python')
    )
      return mixed([left, right])
    return SAFE
  }
}
