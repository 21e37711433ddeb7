import type { CodeBranch, CodeFunction } from '../code/functions/index.ts'
import type { Language, SyntaxNode } from '../code/index.ts'

/** A function to be tested, and the branches of it that ask for a case each. */
export interface WantedFunction {
  /** Empty for what runs when the file is loaded. */
  name: string
  /** 1-based line that it begins on. */
  line: number
  /** Left out: all of its branches, and the case in which none of them is taken. */
  branches?: readonly CodeBranch[]
  /** Whether the case in which none is taken is wanted beside those of `branches`. */
  usual?: boolean
}

/** A file that is read for the manner in which tests are written here. */
export interface Sample {
  path: string
  text: string
}

/** A parsed file, what is wanted of it, and how its neighbours are tested. */
export interface Subject {
  path: string
  text: string
  language: Language
  root: SyntaxNode
  functions: readonly CodeFunction[]
  wanted: readonly Wanted[]
  /** Nothing was asked for by name: what a test cannot call by itself is left out. */
  whole: boolean
  /** The test file to write or to extend. */
  target: string
  /** The text of `target` where it exists. */
  existing?: string
  /** Tests that stand nearest, nearest first, `target` before all. */
  samples: readonly Sample[]
  /** Manifests and configuration of test runners from the file's folder upwards, nearest first. */
  manifests: readonly Sample[]
}

export interface Wanted {
  code: CodeFunction
  branches: readonly CodeBranch[]
  /** Whether the case in which no branch is taken is wanted too. */
  usual: boolean
}

/** What a language's writer answers. */
export interface WrittenTest {
  /** The tool that runs it: `vitest`, `pytest`… */
  framework: string
  /** What stands above the cases in a file of its own. */
  head: string
  /** Lines that a file which is there already needs for the cases, and may hold. */
  needs?: string[]
  /** The cases. */
  body: string
  /** What stands below them. */
  tail?: string
  /** Whether the cases stand among others, without `head` and `tail`; left out: where the file exists. */
  inside?: boolean
  /** Another file than the one that was thought of, because the cases cannot stand in that one. */
  path?: string
  /** Functions that the cases call, as people name them. */
  covers: string[]
}

/** Why there is no test to start from, in words that end a sentence `…, because`. */
export interface NotWritten {
  why: string
}

export type Writer = (subject: Subject) => WrittenTest | NotWritten

/** What a generated expectation compares with: no function gives it, so that no case passes before it is written. */
export const EXPECTED = 'TODO: what is expected'
/** Cases of one function; more are somebody's whole afternoon, not a start. */
export const MAX_CASES = 8
/** Parameters that are given a value: more than any function that people call. */
export const MAX_PARAMETERS = 40
/** Functions of one file. */
export const MAX_FUNCTIONS = 10
