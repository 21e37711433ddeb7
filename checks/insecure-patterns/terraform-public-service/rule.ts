import { defineRule } from '../../../src/model/index.ts'
import type { TerraformBlock } from '../../../src/parse/terraform/index.ts'
import { isService, membersOpen } from '../terraform/members.ts'
import { type Mistake, mistakesIn, TERRAFORM, terraformOptions } from '../terraform/resources.ts'

export default defineRule({
  title: 'Service that everybody may call',
  level: 'note',
  confidence: 'medium',
  status: 'preview',
  module: 13,
  cwe: [284, 732],
  files: TERRAFORM,
  options: terraformOptions,
  check: (context) => mistakesIn(context, callable),
})

function* callable(block: TerraformBlock, kind: string, name: string): Generator<Mistake> {
  if (isService(kind)) yield* membersOpen(block, kind, name)
}
