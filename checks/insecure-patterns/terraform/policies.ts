import { itemsOf, readYaml, textAt, valueAt, type ConfigNode } from '../../../src/parse/config-tree/index.ts'
import type { SyntaxNode } from '../../../src/parse/code/index.ts'
import type { TerraformBlock, TerraformValue } from '../../../src/parse/terraform/index.ts'
import { attributes, constantOf, constantsOf } from './resources.ts'

/** A statement of a policy of AWS that allows something. */
export interface Statement {
  /** Where it is written: itself, or the text that it stands in. */
  node: SyntaxNode
  actions: string[]
  /** Where the actions are written. */
  actionsAt: SyntaxNode
  hasNotAction: boolean
  resources: string[]
  /** `AWS *` */
  principals: string[]
  principalsAt: SyntaxNode
  /** What conditions ask for: `StringEquals aws:SourceArn`. */
  conditions: string[]
  /** What conditions allow of `…:sub`, who somebody else vouches for. */
  subjects: string[]
  /** The attribute that holds the policy, of a resource. */
  attribute: string
}

const EVERYBODY = /^AWS (?:\*|arn:aws:iam::\*:\w+)$|^\* \*$/
/** Conditions that leave some callers out. */
const NARROWS =
  /aws:(?:source\w+|principal\w+|vpc\w*|userid|username|resourceorgid|viaawsservice|calledvia\w*)|kms:(?:calleraccount|viaservice)|sts:externalid|sns:endpoint|s3:dataaccesspoint|cloudfront:|oidc|:sub$|:aud$|unknown|\$\{/i
/** What a public web site needs, and a search domain, whose network says who reaches it. */
const OFTEN_MEANT = /^(?:s3:(?:Get|List)\w*\*?|es:.*)$/i

/** Whether it allows everybody, with no condition on who calls. */
export const isForEverybody = ({ principals, conditions }: Statement): boolean =>
  principals.some((one) => EVERYBODY.test(one)) && !conditions.some((one) => one === '' || NARROWS.test(one))

export const isOftenMeant = ({ actions }: Statement): boolean =>
  actions.length > 0 && actions.every((one) => OFTEN_MEANT.test(one))

/** Whether it allows every action on everything. */
export const isForAll = ({ actions, resources }: Statement): boolean =>
  actions.some((one) => one === '*' || one === '*:*') && resources.includes('*')

/** Services whose every action is as good as being in charge of the account, or of what it knows. */
const OF_SERVICE = /^(?:iam|sts|kms|secretsmanager|s3|organizations):\*$/i

/** The service that is allowed as a whole, on every resource, to who holds the policy. */
export function everythingOfService({
  actions,
  resources,
  principals,
  conditions,
}: Statement): string | undefined {
  if (principals.length > 0 || conditions.length > 0 || !resources.includes('*')) return undefined
  const star = actions.find((one) => OF_SERVICE.test(one))
  return star === undefined ? undefined : `every action of a service on everything (\`${star}\`)`
}

const POLICY = /polic(?:y|ies)$/
const MAX_TEXT = 100_000

/** What a resource, or a data source that writes a policy, allows. */
export function allowedBy(block: TerraformBlock, kind: string): Statement[] {
  if (kind === 'aws_iam_policy_document')
    return block.blocks.filter(({ type }) => type === 'statement').flatMap((one) => ofBlock(one))
  if (!kind.startsWith('aws_') || block.type !== 'resource') return []
  return policiesOf(block).flatMap(({ name, value, node }) => {
    if (value.kind === 'call' && value.name === 'jsonencode')
      return statementsIn(value.args[0]).flatMap((one) => ofObject(one, name))
    return ofText(value, name, node)
  })
}

function policiesOf(block: TerraformBlock): TerraformBlock['attributes'] {
  return [
    ...block.attributes.filter(({ name }) => POLICY.test(name)),
    ...block.blocks.filter(({ type }) => type === 'inline_policy').flatMap(policiesOf),
  ]
}

function ofBlock(statement: TerraformBlock): Statement[] {
  const said = (attribute: string): string[] =>
    [...attributes(statement, [attribute])].flatMap(({ value }) => constantsOf(value).map(String))
  if (said('effect').includes('Deny')) return []
  const at = (type: string): SyntaxNode | undefined =>
    statement.attributes.find(({ name }) => name === type)?.node ??
    statement.blocks.find((one) => one.type === type)?.node
  const principals = statement.blocks.filter(({ type }) => type === 'principals')
  const conditions = statement.blocks.filter(({ type }) => type === 'condition')
  const hasNotAction = statement.attributes.some(({ name }) => name === 'not_actions')
  return [
    {
      node: statement.node,
      actions: said('actions'),
      actionsAt: at('actions') ?? at('not_actions') ?? statement.node,
      hasNotAction,
      resources: said('resources'),
      principals: principals.flatMap((one) => {
        const [type] = attributes(one, ['type'])
        const [identifiers] = attributes(one, ['identifiers'])
        const name = type ? String(constantOf(type.value)) : ''
        return identifiers ? texts(identifiers.value).map((who) => `${name} ${who}`) : []
      }),
      principalsAt: at('principals') ?? statement.node,
      conditions: conditions.flatMap((one) => {
        const [test] = attributes(one, ['test'])
        const [variable] = attributes(one, ['variable'])
        return `${test ? String(constantOf(test.value)) : ''} ${variable ? texts(variable.value).join() : ''}`
      }),
      subjects: conditions.flatMap((one) => {
        const [variable] = attributes(one, ['variable'])
        const [values] = attributes(one, ['values'])
        return variable && values && texts(variable.value).some(isSubject) ? texts(values.value) : []
      }),
      attribute: 'policy',
    },
  ]
}

type ObjectValue = Extract<TerraformValue, { kind: 'object' }>

function statementsIn(policy: TerraformValue | undefined): ObjectValue[] {
  if (policy?.kind !== 'object') return []
  const statement = policy.entries.find(({ key }) => key === 'Statement')?.value
  const list = statement?.kind === 'list' ? statement.items : statement ? [statement] : []
  return list.filter((one) => one.kind === 'object')
}

const isSubject = (name: string): boolean => name.endsWith(':sub')

/** Constants, and what only a plan knows as it is written. */
const texts = (value: TerraformValue): string[] =>
  (value.kind === 'list' ? value.items : [value]).map((one) => String(constantOf(one) ?? one.node.text))

function ofObject(statement: ObjectValue, attribute: string): Statement[] {
  const entry = (key: string): ObjectValue['entries'][number] | undefined =>
    statement.entries.find((one) => one.key === key)
  const said = (key: string): string[] => {
    const found = entry(key)
    return found ? texts(found.value) : []
  }
  if (said('Effect').includes('Deny')) return []
  const principal = entry('Principal')
  const condition = entry('Condition')?.value
  return [
    {
      node: statement.node,
      actions: said('Action'),
      actionsAt: entry('Action')?.node ?? statement.node,
      hasNotAction: entry('NotAction') !== undefined,
      resources: said('Resource'),
      principals:
        principal?.value.kind === 'object'
          ? principal.value.entries.flatMap(({ key, value }) => texts(value).map((who) => `${key} ${who}`))
          : principal
            ? texts(principal.value).map((who) => `AWS ${who}`)
            : [],
      principalsAt: principal?.node ?? statement.node,
      conditions:
        condition?.kind === 'object'
          ? condition.entries.flatMap(({ key, value }) =>
              value.kind === 'object' ? value.entries.map((one) => `${key} ${one.key}`) : [key],
            )
          : condition
            ? ['']
            : [],
      subjects:
        condition?.kind === 'object'
          ? condition.entries.flatMap(({ value }) =>
              value.kind === 'object'
                ? value.entries.flatMap((one) => (isSubject(one.key) ? texts(one.value) : []))
                : [],
            )
          : [],
      attribute,
    },
  ]
}

/** A policy written as JSON in a text. */
function ofText(value: TerraformValue, attribute: string, node: SyntaxNode): Statement[] {
  const written = value.node.type === 'heredoc_template' || value.kind === 'constant' ? value.node.text : ''
  if (!written.includes('Statement') || written.length > MAX_TEXT) return []
  const json = written
    .replace(/^<<-?\w+\n|\n[ \t]*\w+$/g, '')
    .replace(/^"([^]*)"$/, (_, inner: string) => inner.replaceAll('\\"', '"'))
    .replace(/\$\{[^}"]*\}/g, 'unknown')
  // YAML holds JSON, and forgives a comma too many, as AWS does not.
  const read = readYaml(json)
  if (read.kind === 'unread') return []
  const [policy] = read.documents
  return itemsOf(valueAt(policy, 'Statement')).flatMap((statement) => {
    if (textAt(statement, 'Effect') === 'Deny') return []
    const principal = valueAt(statement, 'Principal')
    const condition = valueAt(statement, 'Condition')
    return [
      {
        node,
        actions: words(valueAt(statement, 'Action')),
        actionsAt: node,
        hasNotAction: valueAt(statement, 'NotAction') !== undefined,
        resources: words(valueAt(statement, 'Resource')),
        principals:
          principal?.kind === 'map'
            ? principal.entries.flatMap(({ key, value: who }) => words(who).map((one) => `${key} ${one}`))
            : words(principal).map((one) => `AWS ${one}`),
        principalsAt: node,
        conditions:
          condition?.kind === 'map'
            ? condition.entries.flatMap(({ key, value: test }) =>
                test.kind === 'map' ? test.entries.map((one) => `${key} ${one.key}`) : [key],
              )
            : [],
        subjects:
          condition?.kind === 'map'
            ? condition.entries.flatMap(({ value: test }) =>
                test.kind === 'map'
                  ? test.entries.flatMap((one) => (isSubject(one.key) ? words(one.value) : []))
                  : [],
              )
            : [],
        attribute,
      },
    ]
  })
}

const words = (node: ConfigNode | undefined): string[] =>
  (node?.kind === 'list' ? itemsOf(node) : node ? [node] : []).flatMap((one) =>
    one.kind === 'scalar' ? [one.text] : [],
  )
