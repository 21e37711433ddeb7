import { type CallPattern, type Constraint, Untranslatable } from './pattern.ts'

/** An entry of `find`, as data. */
export type Finder = Record<string, unknown> & { where?: Condition[] }
type Condition = Record<string, unknown>

/** Alternatives above which a rule says nothing that people can read. */
const MAX_ALTERNATIVES = 20
const WITH_KEYWORDS = new Set(['python', 'ruby', 'php', 'csharp', 'kotlin'])

/** Places that one pattern finds and none of others does; several where only together they mean the same. */
export function findersOf(pattern: CallPattern, nots: readonly CallPattern[], language: string): Finder[] {
  if (pattern.form === 'name') throw new Untranslatable(`${pattern.path}: a name that is not called`)
  const own = conditionsOf(pattern, language)
  let alternatives: Condition[][] = [own]
  for (const not of nots) {
    if (not.path !== pattern.path || not.form !== pattern.form || not.ofAnything !== pattern.ofAnything)
      throw new Untranslatable(`pattern-not ${not.path}: another call than ${pattern.path}`)
    const lacking = negated(not, language)
    alternatives = alternatives.flatMap((some) => lacking.map((one) => [...some, ...one]))
    if (alternatives.length > MAX_ALTERNATIVES)
      throw new Untranslatable('too many alternatives of pattern-not')
  }
  return calledAs(pattern).flatMap(({ where, ...called }) =>
    alternatives.map((some) => ({ languages: language, ...called, where: [...where, ...some] })),
  )
}

/** By its resolved name, and as it is written: to Semgrep a name in front may also be that of a variable. */
export function calledAs({ form, path, ofAnything }: CallPattern): (Finder & { where: Condition[] })[] {
  if (ofAnything) return [{ [form]: `**.${path}`, where: [] }]
  const written = path.replaceAll('.', '\\.')
  const last = path.slice(path.lastIndexOf('.') + 1)
  return [
    { [form]: path, where: [] },
    { [form]: `*.${last}`, where: [{ 'written-as': `^(?-i:${written})$` }] },
  ]
}

function conditionsOf(pattern: CallPattern, language: string): Condition[] {
  const metavariables = [...pattern.positional, ...pattern.keywords].flatMap(
    ({ metavariable = [] }) => metavariable,
  )
  if (new Set(metavariables).size < metavariables.length)
    throw new Untranslatable(`${pattern.path}: the same metavariable twice`)
  const conditions: Condition[] = pattern.positional.map(({ constraint }, argument) => ({
    argument,
    ...testOf(constraint),
  }))
  for (const { name, constraint } of pattern.keywords)
    conditions.push({ argument: name, ...testOf(constraint) })
  if (!pattern.open) {
    if (WITH_KEYWORDS.has(language))
      throw new Untranslatable(
        `${pattern.path}: without \`...\` at its end it asks for no further argument of any name`,
      )
    conditions.push({ argument: pattern.positional.length, missing: true })
  }
  return conditions
}

/** Each way in which a call is not as a pattern says. */
function negated(not: CallPattern, language: string): Condition[][] {
  if (!not.open && WITH_KEYWORDS.has(language))
    throw new Untranslatable(`pattern-not ${not.path}: without \`...\` at its end`)
  const asked = [
    ...not.positional.map(({ constraint }, argument) => ({ argument, constraint })),
    ...not.keywords.map(({ name, constraint }) => ({ argument: name, constraint })),
  ]
  const ways: Condition[][] = asked.flatMap(({ argument, constraint }) => {
    const test = testOf(constraint)
    const missing: Condition[] = [{ argument, missing: true }]
    return Object.keys(test).length === 0 ? [missing] : [missing, [{ argument, not: test }]]
  })
  if (!not.open) ways.push([{ argument: not.positional.length }])
  return ways
}

function testOf(constraint: Constraint): Condition {
  if (constraint.kind === 'any') return {}
  return constraint.kind === 'text' ? { matches: '^' } : { is: constraint.value }
}
