import { defineRule } from '../../../src/model/index.ts'
import type { TerraformBlock } from '../../../src/parse/terraform/index.ts'
import { allowedBy, isForEverybody, isOftenMeant, type Statement } from '../terraform/policies.ts'
import { type Mistake, mistakesIn, TERRAFORM, terraformOptions } from '../terraform/resources.ts'

export default defineRule({
  title: 'Policy that lets everybody in',
  level: 'error',
  confidence: 'high',
  status: 'stable',
  module: 7,
  cwe: [284, 732, 269],
  files: TERRAFORM,
  options: terraformOptions,
  check: (context) => mistakesIn(context, openPolicies),
})

function* openPolicies(block: TerraformBlock, kind: string, name: string): Generator<Mistake> {
  for (const statement of allowedBy(block, kind)) {
    if (isForEverybody(statement) && !isOftenMeant(statement))
      yield {
        node: statement.principalsAt,
        words: 'principal',
        message: `The policy \`${name}\` allows everybody: any account of AWS, and who has none.`,
        fix: 'Name the accounts, roles or services, or narrow it by a condition on `aws:PrincipalOrgID` or `aws:SourceArn`.',
      }
    const isGithub = statement.principals.some((one) => one.includes('token.actions.githubusercontent.com'))
    if (isGithub && !namesRepository(statement))
      yield {
        node: statement.node,
        words: 'github',
        message: `Workflows of every repository on GitHub may take the role of \`${name}\`: no condition names yours.`,
        fix: 'Add a condition on `token.actions.githubusercontent.com:sub` with your repository and branch.',
      }
  }
}

/** Subjects of any repository: `*`, `repo:*`, `repo:*:ref:refs/heads/main`. */
const ANY_REPOSITORY = /^(?:\*+|repo:\*.*)$/

function namesRepository({ conditions, subjects }: Statement): boolean {
  if (subjects.some((one) => ANY_REPOSITORY.test(one))) return false
  return conditions.some((one) => /:sub\b|:job_workflow_ref\b|:repository\w*\b|unknown|\$\{/i.test(one))
}
