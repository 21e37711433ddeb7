import type { AppliedDirective, DirectiveDefinition, Schema } from '../../../src/parse/graphql/schema.ts'
import type { Report } from './change.ts'
import { compareInputs } from './compare-inputs.ts'

/** The use of a directive on a definition. */
export function directiveIn(
  definition: { directives: readonly AppliedDirective[] },
  name: string,
): AppliedDirective | undefined {
  return definition.directives.find((directive) => directive.name === name)
}

// Directives by which frameworks and gateways let only some clients in: Apollo's router (authenticated,
// requiresScopes, policy), AWS AppSync (aws_auth…), Hot Chocolate (authorize), neo4j and common libraries.
const ACCESS =
  /^(?:auth|authori[sz]ed?|authenticat(?:e|ed|ion)|isAuthenticated|isAuthori[sz]ed|requires?(?:Auth|Scopes?|Roles?|Permissions?)|policy|has(?:Role|Scope|Permission)s?|aws_(?:auth|cognito_user_pools|iam|lambda|oidc))$/

/** The directives that let fewer clients in than those of before did. */
export function accessAdded(
  before: readonly AppliedDirective[],
  after: readonly AppliedDirective[],
): AppliedDirective | undefined {
  return after.find(({ name }) => ACCESS.test(name) && !before.some((one) => one.name === name))
}

/** Compares what the schemas say about the directives themselves. */
export function compareDirectives(base: Schema, head: Schema, report: Report): void {
  for (const [name, before] of base.directives) {
    if (isForeign(name)) continue
    const after = head.directives.get(name)
    if (after) compareDirective(before, after, report)
    else {
      report({
        kind: 'directive-changed',
        level: 'error',
        side: 'base',
        place: before,
        subject: `@${name}`,
        words: `Directive \`@${name}\` is removed: documents that use it are refused`,
      })
    }
  }
}

/** Directives of the specification, and those that gateways compose schemas with. */
function isForeign(name: string): boolean {
  return /^(?:skip|include|deprecated|specifiedBy|oneOf|defer|stream)$|^(?:join|link|core|federation)(?:__|$)/.test(
    name,
  )
}

function compareDirective(before: DirectiveDefinition, after: DirectiveDefinition, report: Report): void {
  const { name } = before
  if (before.repeatable && !after.repeatable) {
    report({
      kind: 'directive-changed',
      level: 'error',
      side: 'head',
      place: after,
      other: before,
      subject: `@${name} repeatable`,
      words: `Directive \`@${name}\` is no longer repeatable: documents that use it twice in a place are refused`,
    })
  }
  for (const [location, place] of before.locations) {
    if (after.locations.has(location)) continue
    report({
      kind: 'directive-changed',
      level: 'error',
      side: 'base',
      place,
      other: after,
      subject: `@${name} ${location}`,
      words: `Directive \`@${name}\` may no longer stand on ${location}`,
    })
  }
  compareInputs(
    before.arguments,
    after.arguments,
    {
      noun: 'Argument',
      coordinate: (argument) => `@${name}(${argument}:)`,
      removed: 'directive-changed',
      directive: true,
      base: before,
      head: after,
    },
    report,
  )
}
