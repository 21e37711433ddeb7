import { child, entries, items, type SpecNode } from '../../../src/parse/openapi/node.ts'
import { madeUp, valueAt } from '../../../src/parse/openapi/node.ts'
import { partsOf, dependentNames, dependentSchemas, isTrivial, requiredOf, type Facts } from './facts.ts'
import type { Conjunction, Containment } from './containment.ts'
import { presence } from './derived.ts'
import { includes, matches, overlap } from './patterns.ts'
import { nameOf, type Reason } from './reason.ts'
import {
  describedProperty,
  isSchemaValue,
  namesOf,
  otherProperties,
  patternsOf,
  propertyOf,
} from './shapes.ts'

/** What the outer part asks of objects. */
export function objectReasons(
  world: Containment,
  inner: Conjunction,
  facts: Facts,
  part: SpecNode,
): Reason[] {
  return [
    ...requiredReasons(facts, part),
    ...propertyReasons(world, facts, part),
    ...patternReasons(world, facts, part),
    ...otherReasons(world, facts, part, child(part, 'additionalProperties'), ownNames(part)),
    ...otherReasons(world, facts, part, child(part, 'unevaluatedProperties'), evaluatedNames(world, part)),
    ...nameReasons(world, facts, part),
    ...dependencyReasons(world, inner, facts, part),
  ]
}

function requiredReasons(facts: Facts, part: SpecNode): Reason[] {
  const own = requiredOf(facts)
  return items(child(part, 'required')).flatMap((node): Reason[] => {
    const name = String(node.value)
    if (own.has(name)) return []
    const known = namesOf(facts).has(name)
    const label = memberName(part, name)
    return [
      {
        of: 'outer',
        node,
        level: 'error',
        detail: `required ${name}`,
        other: propertyOf(facts, name)[0] ?? facts.node,
        refused: known ? `property ${label} becomes required` : `required property ${label} is added`,
        allowed: `property ${label} is no longer required`,
      },
    ]
  })
}

function memberName(part: SpecNode, name: string): string {
  const holder = nameOf(part)
  return holder.startsWith('`') ? `${holder.slice(0, -1)}.${name}\`` : `\`${name}\``
}

/** Properties that the outer part describes. */
function propertyReasons(world: Containment, facts: Facts, part: SpecNode): Reason[] {
  const declared = namesOf(facts)
  return entries(child(part, 'properties')).flatMap(([name, schema]): Reason[] => {
    const own = propertyOf(facts, name)
    if (own.some(({ value }) => value === false)) return []
    const sure = declared.has(name) || requiredOf(facts).has(name)
    // What was only said of all properties that are not described may be said better of one of them; but where the
    // two exclude each other, every document that holds the property is refused.
    const known = own.some((other) => !world.asksNothing(other))
    if (known && (sure || world.isEmpty([...own, schema]))) return world.reasons(own, [schema])
    if (known ? world.holds(own, [schema]) : world.asksNothing(schema)) return []
    const before = sure ? undefined : formerName(world, facts, part, schema)
    if (before) {
      const [from, to] = [memberName(part, before.name), memberName(part, name)]
      const words = `property ${from} is now called ${to}: what documents hold under the old name is not looked at`
      return [
        {
          of: 'inner',
          node: before.node,
          other: schema,
          level: 'error',
          detail: `renamed ${before.name}`,
          refused: words,
          allowed: `property ${to} is now called ${from}: readers look for the old name`,
        },
      ]
    }
    return [
      {
        of: 'outer',
        node: schema,
        other: facts.node,
        detail: `property ${name}`,
        // Documents could hold it with any value, but nobody told them to: describing more is how schemas grow.
        // To forbid it is another thing.
        level: sure || world.isEmpty([schema]) ? 'error' : 'warning',
        refused: `property ${memberName(part, name)}, which could be anything, is now described`,
        allowed: `property ${memberName(part, name)} is no longer described and can be anything`,
      },
    ]
  })
}

/**
 * The name under which a property was described that is called otherwise now: the only one that is gone, where the
 * other is the only new one with the same schema.
 */
function formerName(
  world: Containment,
  facts: Facts,
  part: SpecNode,
  schema: SpecNode,
): { name: string; node: SpecNode } | undefined {
  // What a schema beside this one describes is not seen from here.
  if (child(part, 'allOf') || part.parent?.key === 'allOf') return undefined
  const before = namesOf(facts)
  const fresh = entries(child(part, 'properties')).filter(
    ([name, node]) => !before.has(name) && world.isSame(node, schema),
  )
  if (fresh.length !== 1) return undefined
  const gone = [...before].flatMap((name) => {
    const [node, ...others] = propertyOf(facts, name)
    if (!node || others.length > 0 || describedProperty(part, name).length > 0) return []
    return !world.asksNothing(node) && world.isSame(node, schema) ? [{ name, node }] : []
  })
  return gone.length === 1 ? gone[0] : undefined
}

/** Patterns of names that the outer part describes. */
function patternReasons(world: Containment, facts: Facts, part: SpecNode): Reason[] {
  return entries(child(part, 'patternProperties')).flatMap(([pattern, schema]): Reason[] => {
    if (world.asksNothing(schema)) return []
    const reasons: Reason[] = []
    // Names that the outer part itself describes are compared there, with all that it says of them.
    for (const name of namesOf(facts)) {
      if (matches(pattern, name) === true)
        reasons.push(...world.reasons(atLeast(propertyOf(facts, name), schema), [schema]))
    }
    const own = patternsOf(facts)
    const covering = own.filter(([other]) => other === pattern || includes(other, pattern) === true)
    if (covering.length > 0)
      return [
        ...reasons,
        ...world.reasons(
          covering.map(([, node]) => node),
          [schema],
        ),
      ]
    for (const [other, node] of own) {
      if (overlap(other, pattern) === true) reasons.push(...world.reasons([node], [schema]))
    }
    const rest = otherProperties(facts)
    if (rest.length > 0) return [...reasons, ...world.reasons(rest, [schema])]
    return [
      ...reasons,
      {
        of: 'outer',
        node: schema,
        other: facts.node,
        level: 'error',
        detail: `pattern ${pattern}`,
        refused: `properties of ${nameOf(part)} whose name matches \`${pattern}\`, which could be anything, are now described`,
        allowed: `properties of ${nameOf(part)} whose name matches \`${pattern}\` are no longer described`,
      },
    ]
  })
}

/** Anything, where nothing is said. */
function atLeast(schemas: SpecNode[], place: SpecNode): Conjunction {
  return schemas.length > 0 ? schemas : [{ ...place, value: true }]
}

interface Names {
  /** Whether a name is described, so that what is said of all others does not hold for it. */
  has(name: string): boolean
  patterns: readonly string[]
}

function ownNames(part: SpecNode): Names {
  return {
    has: (name) => describedProperty(part, name).length > 0,
    patterns: entries(child(part, 'patternProperties')).map(([pattern]) => pattern),
  }
}

/** Names that a schema describes anywhere in place; undefined where it describes all. */
function evaluatedNames(world: Containment, part: SpecNode): Names | undefined {
  const seen = new Set<unknown>()
  const open = [part]
  const parts: SpecNode[] = []
  for (let at = open.pop(); at; at = open.pop()) {
    for (const own of partsOf([at], world.set).parts) {
      if (seen.has(own.value)) continue
      seen.add(own.value)
      parts.push(own)
      for (const name of ['anyOf', 'oneOf']) open.push(...items(child(own, name)))
      for (const name of ['if', 'then', 'else'])
        open.push(...[child(own, name)].flatMap((node) => node ?? []))
      open.push(...dependentSchemas(own).map(([, node]) => node))
    }
  }
  if (parts.some((own) => valueAt(own.value, 'additionalProperties') !== undefined)) return undefined
  return {
    has: (name) => parts.some((own) => describedProperty(own, name).length > 0),
    patterns: parts.flatMap((own) => entries(child(own, 'patternProperties')).map(([pattern]) => pattern)),
  }
}

/** What the outer part says of all properties that it does not describe. */
function otherReasons(
  world: Containment,
  facts: Facts,
  part: SpecNode,
  rest: SpecNode | undefined,
  names: Names | undefined,
): Reason[] {
  if (!rest || !names || !isSchemaValue(rest) || world.asksNothing(rest)) return []
  const reasons: Reason[] = []
  for (const name of new Set([...namesOf(facts), ...requiredOf(facts).keys()])) {
    if (names.has(name)) continue
    const own = propertyOf(facts, name)
    if (own.some(({ value }) => value === false) || (own.length > 0 && world.isEmpty(own))) continue
    if (rest.value !== false) reasons.push(...world.reasons(atLeast(own, rest), [rest]))
    else
      reasons.push({
        of: 'inner',
        node: own[0] ?? facts.node,
        other: rest,
        level: 'error',
        detail: `removed ${name}`,
        refused: `property ${memberName(part, name)} is removed, and properties that are not described are refused`,
        allowed: `property ${memberName(part, name)} is added, where properties that are not described were refused`,
      })
  }
  for (const [pattern, node] of patternsOf(facts)) {
    if (
      node.value === false ||
      names.patterns.some((other) => other === pattern || includes(other, pattern) === true)
    )
      continue
    if (rest.value !== false) reasons.push(...world.reasons([node], [rest]))
    else
      reasons.push({
        of: 'inner',
        node,
        other: rest,
        level: 'error',
        detail: `removed ${pattern}`,
        refused: `properties of ${nameOf(part)} whose name matches \`${pattern}\` are no longer described, and are refused`,
        allowed: `properties of ${nameOf(part)} whose name matches \`${pattern}\` are added, where they were refused`,
      })
  }
  const own = otherProperties(facts)
  if (own.length > 0) return [...reasons, ...world.reasons(own, [rest])]
  if (names.patterns.some((pattern) => includes(pattern, '.*') === true)) return reasons
  const closed = rest.value === false
  return [
    ...reasons,
    {
      of: 'outer',
      node: rest,
      other: facts.node,
      level: 'error',
      detail: String(rest.key),
      refused: `${nameOf(part)} now ${closed ? 'refuses' : 'limits'} properties that are not described`,
      allowed: `${nameOf(part)} no longer ${closed ? 'refuses' : 'limits'} properties that are not described`,
    },
  ]
}

function nameReasons(world: Containment, facts: Facts, part: SpecNode): Reason[] {
  const names = child(part, 'propertyNames')
  if (!names || isTrivial(names)) return []
  const own = facts.parts.flatMap((other) => child(other, 'propertyNames') ?? [])
  const text = madeUp(names, TEXT)
  if (own.length > 0) return world.reasons([...own, text], [names])
  const closed = otherProperties(facts).some(({ value }) => value === false) && patternsOf(facts).length === 0
  const refused = [...namesOf(facts)].filter((name) => world.isValid(name, names) === false)
  if ((closed && refused.length === 0) || world.holds([text], [names])) return []
  return [
    {
      of: 'outer',
      node: names,
      other: facts.node,
      level: 'error',
      detail: 'propertyNames',
      refused: `names of properties of ${nameOf(part)} are limited (\`propertyNames\`)`,
      allowed: `names of properties of ${nameOf(part)} are no longer limited (\`propertyNames\`)`,
    },
  ]
}

const TEXT = { type: 'string' }

/** What must come with a name. */
function dependencyReasons(world: Containment, inner: Conjunction, facts: Facts, part: SpecNode): Reason[] {
  const required = requiredOf(facts)
  const cannotBe = (name: string): boolean => propertyOf(facts, name).some(({ value }) => value === false)
  const reasons: Reason[] = []
  for (const [name, node] of dependentNames(part)) {
    if (cannotBe(name)) continue
    const known = new Set(
      facts.parts.flatMap((own) =>
        dependentNames(own).flatMap(([key, list]) => (key === name ? [list.value].flat() : [])),
      ),
    )
    const missing = [node.value]
      .flat()
      .filter((other) => !required.has(String(other)) && !known.has(other) && other !== name)
    if (missing.length === 0) continue
    reasons.push({
      of: 'outer',
      node,
      other: facts.node,
      level: 'error',
      detail: `dependent ${name}`,
      refused: `${nameOf(part)} must have \`${missing.join('`, `')}\` together with \`${name}\``,
      allowed: `${nameOf(part)} need no longer have \`${missing.join('`, `')}\` together with \`${name}\``,
    })
  }
  for (const [name, schema] of dependentSchemas(part)) {
    if (cannotBe(name)) continue
    const present = presence(schema, name)
    const narrowed = [...inner, present]
    if (!world.isEmpty(narrowed)) reasons.push(...world.reasons(narrowed, [schema]))
  }
  return reasons
}
