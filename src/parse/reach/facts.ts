/**
 * What one file tells about which function calls which, without any other file: plain data, kept by blob id.
 * Names are as written; what they mean in other files is found out when the files are joined (`graph.ts`).
 */
export interface FileFacts {
  imports: ImportFact[]
  /** `units[0]` is the file itself: what runs when it is loaded. */
  units: UnitFact[]
  /** What other files call it, to the name it has here; `=` is what `module.exports = …` stands for. */
  exports: [exported: string, local: string][]
  /** Specifiers of modules that a test replaces: `vi.mock('./mail')`. */
  mocks: string[]
  /** Paths in strings: programs that are started, files that are read. Relative ones, and ones that end like code. */
  paths: string[]
  /** Units that load modules by names that are put together: `require(folder + name)`, `import.meta.glob(…)`. */
  loadsUnnamed: number[]
  /**
   * Specifiers of what is in sight without an import, nearest first: the file's own package, all constants of a
   * program. A name that the file neither declares nor imports is looked up there.
   */
  scope?: string[]
  /** Where tests stand beside the code that they test: the units that are test code. Others are not run by themselves. */
  testUnits?: number[]
  /** Whether it hands tests to a runner: when it is loaded, or when a function of it is called (cases that tests share). */
  registersTests: 'loaded' | 'called' | undefined
}

export interface ImportFact {
  specifier: string
  /**
   * - `static`: loaded with the file
   * - `lazy`: loaded when unit `unit` runs (`require` and `import()` inside a function)
   * - `reexport`: `export … from`, loaded with the file
   */
  kind: 'static' | 'lazy' | 'reexport'
  unit: number
  /** `*` is the whole module, `default` its default; of `reexport` the local name is the name it is exported by. */
  names: [imported: string, local: string][]
}

/**
 * - `module`: the file
 * - `function`: reached where its name is spoken
 * - `class`: its initialisers; alive where its name is spoken
 * - `member`: a method, accessor or function in an object: reached where its name is spoken behind a dot while what
 *   holds it is alive
 * - `value`: a constant whose functions run when it is used
 */
export type UnitKind = 'module' | 'function' | 'class' | 'member' | 'value'

/** A piece of code that is reached as a whole. Functions without a name belong to the unit around them. */
export interface UnitFact {
  kind: UnitKind
  name: string
  /** Index of the unit around it; of `members` of a class, the class. */
  parent: number
  startLine: number
  endLine: number
  /** Reached with its parent: constructors, handlers that a framework calls, members without a constant name. */
  always?: true
  /**
   * Names of what it implements or extends: whoever holds one of those may hold this class, and what they do runs with
   * this class. A base that is spoken in `names` too keeps all of its other heirs alive.
   */
  aliveWith?: string[]
  /**
   * What a framework calls it by, besides its name: `/invoices` of a route's path, a task's name in a string. Code that
   * speaks one of them as a property reaches it, and what holds it.
   */
  entry?: string[]
  /**
   * One of the parts of a class that may have more of them in other files: what its name means is looked up in the scope of
   * the file too.
   */
  partial?: true
  /**
   * Code of other repositories may call it while what holds it is alive, where nothing here calls a thing of its name: in any
   * case, or where one of these imported names is from outside.
   */
  calledFromOutside?: true | string[]
  /**
   * The base that asks for this member, or the class that this part adds to: where that is from outside, code from outside
   * calls it, and it is reached with what holds it.
   */
  implementsOutside?: string
  /** A function in an object literal: whoever is handed the object may call it. */
  inObject?: true
  /** Names that are spoken in it and not declared in it. */
  names: string[]
  /** `a.b` where `a` is such a name: what `b` means is known where `a` is an imported module. */
  members: [object: string, property: string][]
  /** Properties of anything else. */
  properties: string[]
}
