import { defineRule } from '../../../src/model/index.ts'
import type { TerraformBlock, TerraformValue } from '../../../src/parse/terraform/index.ts'
import { type Mistake, mistakesIn, TERRAFORM, terraformOptions } from '../terraform/resources.ts'

/** Attributes of resources whose value is a password or a key. */
const SECRET =
  /^(?:(?:master|admin|administrator|administrator_login|db|root|user|auth|sql|login)_?)*(?:password|passwd|auth_token)$|^(?:secret_key|access_key|access_key_secret|client_secret|secret_string|shared_secret|pre_shared_key|private_key_pem|api_key|token)$/
/** Variables of a program under which a password or key is handed over. */
const VARIABLE =
  /(?:PASSWORD|PASSWD|SECRET|SECRET_KEY|ACCESS_KEY|ACCESS_KEY_ID|API_KEY|APIKEY|AUTH_TOKEN|PRIVATE_KEY)$/i
/** What is put there by somebody else later. */
const NO_SECRET =
  /^$|^(?:\s*|changeme|change-me|placeholder|todo|\w+(?: \w+)+|replace.*|dummy|default|test|fake|mock\w*|example|none|null|redacted|managed.*|initial.*|ignored?)$|^[<{[(]|^[xX*.]+$|[<>{}]|^(?:arn:|projects\/|ssm:|vault:|secretsmanager|https?:\/\/|\/)|^(?:true|false|\d{1,3})$/i
/** Kinds in which such an attribute is no secret, or where it is a name. */
const OTHER = /_secret_rotation$|^(?:github|gitlab)_|^random_|^null_/
const VALUE_OF_SECRET = new Set([
  'azurerm_key_vault_secret',
  'aws_ssm_parameter',
  'github_actions_secret',
  'github_actions_organization_secret',
  'github_actions_environment_secret',
  'kubernetes_secret',
  'google_secret_manager_secret_version',
])

export default defineRule({
  title: 'Password in Terraform',
  level: 'warning',
  confidence: 'medium',
  status: 'stable',
  module: 7,
  cwe: [798, 522],
  files: TERRAFORM,
  options: terraformOptions,
  check: (context) => mistakesIn(context, passwords),
})

function* passwords(block: TerraformBlock, kind: string, name: string): Generator<Mistake> {
  // What a variable is by default is often a name, or a placeholder.
  if (block.type === 'data' || block.type === 'variable' || (OTHER.test(kind) && !VALUE_OF_SECRET.has(kind)))
    return
  const isStore = VALUE_OF_SECRET.has(kind) && !isPlainParameter(block)
  for (const { attribute, value, node } of written(block)) {
    const isSecret = attribute.startsWith('environment ')
      ? VARIABLE.test(attribute)
      : SECRET.test(attribute) || (isStore && /^(?:value|secret_data|plaintext_value)$/.test(attribute))
    if (isSecret && isWritten(value))
      yield mistake(node, attribute.replace(/^environment /, ''), name || kind)
  }
}

const isWritten = (value: TerraformValue): boolean =>
  value.kind === 'constant' && typeof value.value === 'string' && !NO_SECRET.test(value.value)

const mistake = (node: Mistake['node'], words: string, name: string): Mistake => ({
  node,
  words,
  message: `\`${words}\` of \`${name}\` is written in the code, and stays in its history and in the state.`,
  fix: 'Let the provider make it (`manage_master_user_password`, `random_password`), or read it from a store of secrets.',
})

const isPlainParameter = (block: TerraformBlock): boolean =>
  block.attributes.some(
    ({ name, value }) =>
      name === 'type' && value.kind === 'constant' && String(value.value).startsWith('String'),
  )

interface Written {
  attribute: string
  value: TerraformValue
  node: Mistake['node']
}

function* written(block: TerraformBlock): Generator<Written> {
  for (const { name, value, node } of block.attributes) {
    yield { attribute: name, value, node }
    const isEnvironment = /^(?:variables|environment_variables|app_settings|environment)$/.test(name)
    if (isEnvironment && value.kind === 'object')
      for (const entry of value.entries)
        yield { attribute: `environment ${entry.key}`, value: entry.value, node: entry.node }
  }
  for (const inner of block.blocks) yield* written(inner)
}
