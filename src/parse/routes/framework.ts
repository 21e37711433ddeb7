import type { SyntaxNode } from '../code/node.ts'
import type { FileRoutes, RouterRef } from './file-routes.ts'

/** Finds the file that a reference of another file means; the rest (following names) is the same for all. */
export type Locate = (from: string, module: string) => readonly string[]

/** How the routes of one language's frameworks are read. */
export interface RouteReader {
  /** Globs of the files that may declare routes. */
  files: readonly string[]
  /** A text without this declares none: asked before it is parsed. Must not backtrack. */
  mentions: RegExp
  read(path: string, root: SyntaxNode): FileRoutes
  /** Over the paths of the files that were read. */
  locator(paths: readonly string[]): Locate
}

export type { FileRoutes, RouterRef }
