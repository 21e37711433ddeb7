/** How a column or table may be spelled in code: `billing_plan`, `billingPlan`, `BillingPlan`. */
export function spellings(name: string): string[] {
  const words = name.split(/_+|(?<=[a-z0-9])(?=[A-Z])/).filter(Boolean)
  const capital = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase())
  const camel = capital.map((word, i) => (i === 0 ? word.toLowerCase() : word)).join('')
  return [...new Set([name, words.join('_').toLowerCase(), camel, capital.join('')])]
}

/** `companies` as `company`, `orders` as `order`, `boxes` as `box`; a name that is no plural as itself. */
export function singular(name: string): string {
  if (/ies$/i.test(name)) return name.replace(/ies$/i, 'y')
  if (/(?:x|ch|sh|ss)es$/i.test(name)) return name.replace(/es$/i, '')
  return /[^su]s$/i.test(name) ? name.slice(0, -1) : name
}

/** A whole word of any of these. */
export function wordOf(names: readonly string[]): RegExp {
  const all = names.map((name) => name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')
  return new RegExp(`(?<![A-Za-z0-9_])(?:${all})(?![A-Za-z0-9_])`, 'g')
}

/** A table's name where SQL or an ORM names a table. */
export function tableUse(table: string): RegExp {
  const name = table.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const quote = '["\'`]?'
  const before =
    '\\b(?:from|join|into|update|truncate)\\s+(?:only\\s+)?(?:\\w+\\.)?|' +
    '\\btable(?:_?name(?:__)?)?\\s*(?:[:=]|=>)?\\s*\\(?\\s*(?:name\\s*=\\s*)?'
  return new RegExp(`(?:${before})${quote}${name}${quote}(?![A-Za-z0-9_.])|\\b${name}::table\\b`, 'gi')
}
