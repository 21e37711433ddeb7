import { defineRule } from '../../../src/model/index.ts'
import type { TerraformBlock } from '../../../src/parse/terraform/index.ts'
import { basicRoles } from '../terraform/members.ts'
import { allowedBy, everythingOfService, isForAll } from '../terraform/policies.ts'
import {
  attributes,
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
  for (const { node, role } of basicRoles(block, kind))
    yield {
      node,
      words: role,
      message: `\`${role}\` of \`${name}\` holds nearly every right over everything below.`,
      fix: 'Give a role that holds what is needed, on the one resource it is needed for.',
    }
  if (kind === 'azurerm_role_definition')
    for (const { value, node } of attributes(block, ['permissions', 'actions']))
      if (constantsOf(value).includes('*'))
        yield { node, words: 'actions', message: `The role \`${name}\` allows every action.`, fix: FIX }
  for (const statement of allowedBy(block, kind)) {
    const { actionsAt } = statement
    const what = isForAll(statement) ? 'every action on everything' : everythingOfService(statement)
    if (what === undefined) continue
    yield {
      node: actionsAt,
      words: actionsAt.text.startsWith('actions') ? 'actions' : 'Action',
      message: `The policy \`${name}\` allows ${what}.`,
      fix: FIX,
    }
  }
}
