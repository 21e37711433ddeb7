import { defineRule } from '../../../src/model/index.ts'
import type { TerraformBlock } from '../../../src/parse/terraform/index.ts'
import { allowedBy } from '../terraform/policies.ts'
import { type Mistake, mistakesIn, TERRAFORM, terraformOptions } from '../terraform/resources.ts'

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
  for (const { actions, actionsAt, resources } of allowedBy(block, kind)) {
    if (!actions.some((one) => one === '*' || one === '*:*') || !resources.includes('*')) continue
    yield {
      node: actionsAt,
      words: actionsAt.text.startsWith('actions') ? 'actions' : 'Action',
      message: `The policy \`${name}\` allows every action on everything.`,
      fix: FIX,
    }
  }
}
