type Item = string | Group
type Group = Item[]

const TOKENS = /'(?:[^']|'')*'|"(?:[^"]|"")*"|[()[\],]|::|[\w.$]+|[^\s\w.$'"()[\],:]+|:/g
/** Casts of text that say how an expression came to be, not what it is: a column that was `text` for a while has them. */
const TEXT_CASTS = /::(?:text|character varying)(?:\[\])?/g
const CONNECTIVES = new Set(['AND', 'OR'])
/** Where they stand in a group, AND is not only a connective of the group. */
const OTHER_GRAMMAR = new Set(['CASE', 'BETWEEN', 'SELECT'])
const DEEPEST = 200

/**
 * Whether two definitions, as PostgreSQL prints them, are one but for how they were put together: it keeps `a AND (b AND
 * c)` apart from `a AND b AND c` for good, and whatever casts text to text.
 */
export function areAlike(one: string, other: string): boolean {
  return formOf(one) === formOf(other)
}

/** The same of two functions in SQL or PL/pgSQL: layout and comments of their bodies do not count. */
export function areAlikeFunctions(one: string, other: string): boolean {
  return codeOf(one) === codeOf(other)
}

/** The same of two views: which column of a `SELECT *` comes first is decided by the order of a table's columns. */
export function areAlikeViews(one: string, other: string): boolean {
  return areAlike(withSortedColumns(one), withSortedColumns(other))
}

/** As PostgreSQL prints it, each column stands on a line of its own. */
function withSortedColumns(definition: string): string {
  return definition.replaceAll(
    /\bSELECT ((?:(?!\n *(?:FROM|UNION|WHERE)\b)[\s\S])*)/g,
    (_, columns: string) =>
      `SELECT ${columns
        .split(/,\n\s*/)
        .toSorted()
        .join(',\n')}`,
  )
}

const CODE =
  /--[^\n]*|\/\*(?:[^*]|\*(?!\/))*\*\/|'(?:[^']|'')*'|"(?:[^"]|"")*"|(\$\w*\$)[\s\S]*?\1|\w+|[^\s\w]/g

function codeOf(definition: string): string {
  // As PostgreSQL delimits a body that it prints; quotes within the body stay whole.
  const tokens = definition.replaceAll('$function$', ' ').match(CODE) ?? []
  return tokens.filter((token) => !/^(?:--|\/\*)/.test(token)).join('\n')
}

function formOf(definition: string): string {
  const tokens = withoutTextCasts(definition).match(TOKENS) ?? []
  const root: Group = []
  const open: Group[] = [root]
  for (const token of tokens) {
    const inner = open.at(-1) ?? root
    if (token === '(' && open.length < DEEPEST) {
      const group: Group = []
      inner.push(group)
      open.push(group)
    } else if (token === ')' && open.length > 1) open.pop()
    else inner.push(token)
  }
  return JSON.stringify(simplified(root))
}

/** Quoted text stays as it is. */
function withoutTextCasts(definition: string): string {
  return definition.replaceAll(
    /'(?:[^']|'')*'|"(?:[^"]|"")*"|::(?:text|character varying)(?:\[\])?(?![\w(])/g,
    (match) => (match.startsWith(':') ? match.replaceAll(TEXT_CASTS, '') : match),
  )
}

function simplified(group: Group): Group {
  const items: Group = []
  const own = connectiveOf(group)
  for (const [at, raw] of group.entries()) {
    if (typeof raw === 'string') {
      items.push(raw)
      continue
    }
    const item = simplified(raw)
    const before = group[at - 1]
    const isOperand =
      before === undefined || before === 'DEFAULT' || (typeof before === 'string' && !/^[\w"\]]/.test(before))
    const isBetween = standsBetween(group, at)
    // Parentheses around one thing, unless they are a function's.
    if (item.length === 1 && (isOperand || isBetween)) items.push(...item)
    else if (own !== undefined && isBetween && connectiveOf(item) === own) items.push(...item)
    else items.push(item)
  }
  const [only] = items
  return items.length === 1 && Array.isArray(only) ? only : items
}

/** Between connectives, or at an end of the group. */
function standsBetween(group: Group, at: number): boolean {
  return [group[at - 1], group[at + 1]].every(
    (item) => item === undefined || (typeof item === 'string' && CONNECTIVES.has(item)),
  )
}

/** The one connective that holds a group together. */
function connectiveOf(group: Group): string | undefined {
  const words = new Set(group.filter((item) => typeof item === 'string'))
  if (words.isDisjointFrom(OTHER_GRAMMAR) && words.has('AND') !== words.has('OR'))
    return words.has('AND') ? 'AND' : 'OR'
  return undefined
}
