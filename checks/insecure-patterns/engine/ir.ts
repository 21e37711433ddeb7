import type { SyntaxNode } from '../../../src/parse/code/index.ts'

/**
 * What the rules see of every language: expressions reduced to the few forms that matter to them. Each
 * keeps its syntax node, so that a finding has its exact place.
 */
export type Expression = { node: SyntaxNode } & (
  | { kind: 'constant'; value: string | number | boolean | null }
  | { kind: 'name'; name: string }
  | { kind: 'member'; object: Expression; property: string }
  | { kind: 'index'; object: Expression; index?: Expression }
  | { kind: 'call'; callee: Expression; args: Argument[]; isNew: boolean }
  /** A string put together: `+`, a template, a format call, chained appends. Always strings, never a sum. */
  | { kind: 'concat'; parts: Expression[] }
  | { kind: 'object'; type?: Expression; entries: Entry[]; open: boolean }
  | { kind: 'list'; items: Expression[] }
  /**
   * One of several: a conditional (its options in the order yes, no), `||`, `??`, `and`. An assignment has its value
   * as the only option.
   */
  | {
      kind: 'either'
      options: Expression[]
      condition?: Expression
      operator?: string
      assigned?: { target: Expression; operator: string }
    }
  | { kind: 'function'; definition: FunctionScope }
  /** Everything else; operators keep their sign, `update` stands for `++` and `--`. */
  | { kind: 'other'; parts: Expression[]; operator?: string }
)

/** What runs, in which order. Anything without an order of its own is a `block` of its parts, or `do`. */
export type Statement = { node: SyntaxNode } & (
  | { kind: 'do'; value: Expression }
  /** Several targets for one value (patterns) are several of these. Without `value` nobody knows what is written. */
  | { kind: 'set'; target: Expression; value?: Expression; operator: string; type?: string }
  /** `otherwise`: what runs in place of `no`, where a language nests it flat (`elif`). */
  | { kind: 'if'; condition: Expression; yes: SyntaxNode[]; no: SyntaxNode[]; otherwise?: Statement }
  | { kind: 'switch'; subject?: Expression; groups: Group[]; fallsThrough: boolean }
  /** `first` runs once before, `after` behind each turn. `atLeastOnce`: the body runs before the condition. */
  | {
      kind: 'loop'
      first: SyntaxNode[]
      condition?: Expression
      after: SyntaxNode[]
      body: SyntaxNode[]
      atLeastOnce: boolean
    }
  | { kind: 'each'; target?: Expression; key?: Expression; list: Expression; body: SyntaxNode[] }
  | { kind: 'try'; body: SyntaxNode[]; catches: SyntaxNode[][]; last: SyntaxNode[] }
  | { kind: 'return'; value?: Expression }
  | { kind: 'throw'; value?: Expression }
  | { kind: 'break' }
  | { kind: 'continue' }
  | { kind: 'sequence'; statements: Statement[] }
  | { kind: 'block'; body: SyntaxNode[] }
  | { kind: 'nothing' }
)

/** One arm of a switch. */
export interface Group {
  values: Expression[]
  isDefault: boolean
  body: SyntaxNode[]
}

export type Kind<K extends Expression['kind']> = Extract<Expression, { kind: K }>

export interface Argument {
  /** Keyword arguments only. */
  name?: string
  value: Expression
  /** `...list`, `*args`: it may stand for any number of arguments. */
  spread: boolean
}

export interface Entry {
  key: string
  value: Expression
  node: SyntaxNode
}

/** One writing of a variable. Without `value` what it holds is unknown (caught errors, loop patterns). */
export interface Assignment {
  name: string
  value?: Expression
  /** The variable's old text is kept and this is added (`+=`, `append`). */
  appends: boolean
  /** Declared type, as written. */
  type?: string
  /** Offset after which it holds. */
  at: number
  node: SyntaxNode
}

export interface Parameter {
  name: string
  /** Declared type, as written, without type arguments. */
  type?: string
  /** Names of annotations (Java), as written. */
  annotations: string[]
  index: number
}

/** A function, or (without `parent`) the module itself. */
export interface FunctionScope {
  node: SyntaxNode
  name: string
  parent?: FunctionScope
  parameters: Parameter[]
  assignments: Map<string, Assignment[]>
  /** Annotations and decorators, as written without `@`. */
  decorators: string[]
}

/** One parsed file: its expressions on demand, and what the rules start from. */
export interface Unit {
  path: string
  /** `typescript` and `tsx` count as `javascript`. */
  language: RuleLanguage
  root: SyntaxNode
  module: FunctionScope
  /** Local name to canonical dotted name: `exec` -> `child_process.exec`. */
  imports: Map<string, string>
  /** Packages imported whole: `import java.sql.*`, `from os import *`. */
  wildcards: string[]
  calls: Kind<'call'>[]
  objects: Kind<'object'>[]
  /** Assignments to members: `config.verify = false`. */
  memberWrites: { target: Expression; value: Expression; node: SyntaxNode }[]
  functions: FunctionScope[]
  returns: { node: SyntaxNode; value: Expression }[]
  /** Fields of classes, by name, in any class of the file. */
  fields: Map<string, Assignment[]>
  /** Types of the file itself, and of the files beside it where those are known. */
  neighbours(): ReadonlySet<string>
  lower(node: SyntaxNode): Expression
  scopeOf(node: SyntaxNode): FunctionScope
}

export const RULE_LANGUAGES = [
  'javascript',
  'python',
  'java',
  'go',
  'ruby',
  'kotlin',
  'rust',
  'csharp',
  'php',
] as const
export type RuleLanguage = (typeof RULE_LANGUAGES)[number]

/** Languages of one platform: what is known of Java's libraries holds for Kotlin too. */
export const isJvm = (language: RuleLanguage): boolean => language === 'java' || language === 'kotlin'

/** Languages in which a bare name can be a field of the class. */
export const hasBareFields = (language: RuleLanguage): boolean => isJvm(language) || language === 'csharp'

/** Whether what is said of some languages holds for another. */
export const speaksOf = (languages: readonly RuleLanguage[], language: RuleLanguage): boolean =>
  languages.includes(language) || (language === 'kotlin' && languages.includes('java'))

/** How a language's syntax becomes expressions, assignments and scopes. */
export interface Dialect {
  /** Node types that open a function. */
  functions: ReadonlySet<string>
  describeFunction(node: SyntaxNode): { name: string; parameters: Parameter[]; decorators: string[] }
  /** What is no part of the program, with all in it: tests beside the code. */
  leavesOut?(node: SyntaxNode): boolean
  /** One node to one expression; `lower` gives those below it. */
  lower(node: SyntaxNode, lower: (node: SyntaxNode) => Expression, unit: Unit): Expression
  /** One statement, as far as the order of what runs depends on it. */
  statement(node: SyntaxNode, lower: (node: SyntaxNode) => Expression): Statement
  /** Called for every node in source order: imports and writings of variables. */
  collect(node: SyntaxNode, into: Collector): void
}

export interface Collector {
  unit: Unit
  lower(node: SyntaxNode): Expression
  import(local: string, canonical: string): void
  wildcard(name: string): void
  assign(
    name: string,
    node: SyntaxNode,
    write: { value?: Expression; appends?: boolean; type?: string },
  ): void
  field(name: string, node: SyntaxNode, write: { value?: Expression; type?: string }): void
  write(target: Expression, value: Expression, node: SyntaxNode): void
}
