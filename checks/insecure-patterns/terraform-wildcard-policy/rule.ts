import { defineRule } from '../../../src/model/index.ts'
import type { TerraformBlock, TerraformValue } from '../../../src/parse/terraform/index.ts'
import {
  attributes,
  constantOf,
  constantsOf,
  type Mistake,
  mistakesIn,
  TERRAFORM,
  terraformOptions,
} from '../terraform/resources.ts'

const FIX = 'Name the actions that are needed, on the resources that they are needed for.'

export default defineRule({
  title: 'Policy that allows everything',
  level: 'warning',
  confidence: 'high',
  status: 'stable',
  module: 7,
  cwe: [269],
  files: TERRAFORM,
  options: terraformOptions,
  check: (context) => mistakesIn(context, wildcards),
})

function* wildcards(block: TerraformBlock, kind: string, name: string): Generator<Mistake> {
  if (kind === 'aws_iam_policy_document') {
    for (const statement of block.blocks.filter(({ type }) => type === 'statement')) {
      const said = (attribute: string): (string | number | boolean | null)[] =>
        [...attributes(statement, [attribute])].flatMap(({ value }) => constantsOf(value))
      if (said('effect').includes('Deny')) continue
      const [actions] = attributes(statement, ['actions'])
      if (actions && said('actions').includes('*') && said('resources').includes('*'))
        yield {
          node: actions.node,
          words: 'actions',
          message: `The policy \`${name}\` allows every action on everything.`,
          fix: FIX,
        }
    }
    return
  }
  if (!/^aws_iam_\w*policy$|^aws_\w+_policy$/.test(kind)) return
  for (const { value } of attributes(block, ['policy'])) {
    if (value.kind !== 'call' || value.name !== 'jsonencode') continue
    for (const statement of statementsOf(value.args[0])) {
      const entry = (
        key: string,
      ): Extract<TerraformValue, { kind: 'object' }>['entries'][number] | undefined =>
        statement.entries.find((one) => one.key === key)
      const said = (key: string): (string | number | boolean | null)[] => {
        const found = entry(key)
        return found ? constantsOf(found.value) : []
      }
      const action = entry('Action')
      const effect = entry('Effect')
      if (!action || (effect && constantOf(effect.value) === 'Deny')) continue
      if (said('Action').some((one) => one === '*' || one === '*:*') && said('Resource').includes('*'))
        yield {
          node: action.node,
          words: 'Action',
          message: `The policy \`${name}\` allows every action on everything.`,
          fix: FIX,
        }
    }
  }
}

function statementsOf(policy: TerraformValue | undefined): Extract<TerraformValue, { kind: 'object' }>[] {
  if (policy?.kind !== 'object') return []
  const statement = policy.entries.find(({ key }) => key === 'Statement')?.value
  const list = statement?.kind === 'list' ? statement.items : statement ? [statement] : []
  return list.filter((one) => one.kind === 'object')
}
