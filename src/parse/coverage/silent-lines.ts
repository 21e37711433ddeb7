import { languageOf, parseCode, type Language, type SyntaxNode } from '../code/index.ts'

/** What can stand on a line and not run. */
export type SilentLine = 'blank' | 'comment' | 'closing bracket'

/** Nodes that hold statements or declarations: between those nothing runs, in any language. */
const holdsStatements =
  /(?:^|_)(?:block|body|body_statement|program|module|source_file|compilation_unit|declaration_list|compound_statement|function_definition|class_definition)$/
const functions =
  /^(?:function_declaration|method_declaration|func_literal|function_item|closure_expression|macro_\w+)$/

export interface SilentLines {
  language: Language
  count: number
  /**
   * What stands on a line that cannot run. Undefined for code, for text inside of a literal, and for what stands
   * within a statement, whose lines tools count as they like.
   * @param line 1-based
   */
  at(line: number): SilentLine | undefined
  /** Whether code or text of a literal stands on a line, more than closing brackets. */
  isCode(line: number): boolean
  /** Whether a line lies in a function, or in a macro that may write one. */
  inFunction(line: number): boolean
}

/** How many lines a text has; a line end at its end begins none. */
export function countLines(text: string): number {
  const lines = text.split('\n').length
  return text === '' || text.endsWith('\n') ? lines - 1 : lines
}

/** Undefined where no grammar reads all of the text. */
export async function silentLines(text: string, path: string): Promise<SilentLines | undefined> {
  const language = languageOf(path)
  // What Kotlin inlines is reported on lines of its own, which the text does not have.
  if (!language || language === 'kotlin') return undefined
  const parsed = await parseCode(text, language)
  if (parsed.kind === 'unparsed' || parsed.errorShare > 0) return undefined
  const { root } = parsed
  const code = new Set<number>()
  for (const node of root.walk()) {
    if (node.children.length > 0 || isComment(node) || node.start === node.end) continue
    const { startLine, endLine } = node.region
    for (let line = startLine; line <= endLine; line++) code.add(line)
  }
  const holders = (line: number): SyntaxNode[] => {
    const { source } = root
    const start = source.lineStart(line)
    return enclosing(root, start + source.line(line).search(/\S|$/))
  }
  return {
    language,
    count: countLines(text),
    at(line) {
      const own = root.source.line(line)
      if (isClosing(own)) return 'closing bracket'
      if (code.has(line)) return undefined
      const within = holders(line).at(-1)
      if (within && within !== root && !holdsStatements.test(within.type)) return undefined
      return own.trim() === '' ? 'blank' : 'comment'
    },
    isCode: (line) => code.has(line) && !isClosing(root.source.line(line)),
    inFunction: (line) => holders(line).some(({ type }) => functions.test(type)),
  }
}

function isClosing(line: string): boolean {
  return line.trim() !== '' && /^[\s})\];,]+$/.test(line)
}

function isComment(node: SyntaxNode): boolean {
  return node.type.includes('comment')
}

/** The nodes around an offset, from the root inwards, without comments. */
function enclosing(root: SyntaxNode, offset: number): SyntaxNode[] {
  const found: SyntaxNode[] = []
  for (let node: SyntaxNode | undefined = root; node; node = childAround(node, offset)) found.push(node)
  return found
}

/** Children stand in the order of the text: found by halving. */
function childAround({ children }: SyntaxNode, offset: number): SyntaxNode | undefined {
  let low = 0
  let high = children.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const child = children[middle]
    if (!child) return undefined
    if (child.end <= offset) low = middle + 1
    else if (child.start > offset) high = middle - 1
    else return isComment(child) ? undefined : child
  }
  return undefined
}
