import type { ErrorObject, ValidateFunction } from 'ajv'
import { ANSWERS } from './errata.ts'
import { findOperation, findWebhook } from './description.ts'
import type { Operation } from './description.ts'
import { compile } from './schemas.ts'

/** Something that GitHub's description does not allow: asked by the client, or answered by the stand-in. */
export interface Violation {
  kind: 'unknown-operation' | 'request' | 'response' | 'webhook'
  /** `POST /repos/{owner}/{repo}/check-runs`, or the webhook's event and action. */
  where: string
  problems: string[]
}

interface Compiled {
  operation: Operation
  body: ValidateFunction | undefined
  query: Map<string, ValidateFunction>
  path: Map<string, ValidateFunction>
  responses: Map<number, ValidateFunction | undefined>
}

// Shared by every stand-in of the process: compiling is the dear part.
const operations = new Map<string, Compiled | undefined>()
const webhooks = new Map<string, ValidateFunction | undefined>()

function compiled(method: string, template: string): Compiled | undefined {
  const key = `${method} ${template}`
  if (operations.has(key)) return operations.get(key)
  const operation = findOperation(method, template)
  const parameters = (where: string) =>
    new Map(
      operation?.parameters
        .filter((each) => each.in === where)
        .map((each) => [each.name, compile({ ...each.schema })]) ?? [],
    )
  const value = operation && {
    operation,
    body: operation.requestBody && compile(operation.requestBody, { closed: true }),
    query: parameters('query'),
    path: parameters('path'),
    responses: new Map<number, ValidateFunction | undefined>(),
  }
  operations.set(key, value)
  return value
}

/** What is wrong with a request; empty when GitHub's description allows it. */
export function checkRequest(
  method: string,
  template: string,
  request: { params: Record<string, string>; query: URLSearchParams; body: unknown; hasBody: boolean },
): string[] {
  const contract = compiled(method, template)
  if (!contract) return [`GitHub's description has no ${method} ${template}`]
  const problems: string[] = []
  for (const [name, validate] of contract.path) {
    problems.push(...run(validate, coerce(request.params[name] ?? '', validate), `path parameter ${name}`))
  }
  for (const [name, text] of request.query) {
    const validate = contract.query.get(name)
    if (!validate) problems.push(`query parameter ${name} is unknown`)
    else problems.push(...run(validate, coerce(text, validate), `query parameter ${name}`))
  }
  for (const parameter of contract.operation.parameters) {
    if (parameter.in === 'query' && parameter.required === true && !request.query.has(parameter.name)) {
      problems.push(`query parameter ${parameter.name} is required`)
    }
  }
  if (request.hasBody || contract.operation.bodyRequired) {
    if (contract.body) problems.push(...run(contract.body, request.body, 'body'))
  }
  return problems
}

/** What is wrong with an answer of ours; errors are only checked for being documented where GitHub lists them. */
export function checkResponse(method: string, template: string, status: number, body: unknown): string[] {
  const contract = compiled(method, template)
  if (!contract || status >= 400) return []
  if (!contract.operation.responses.has(status)) return [`status ${status} is not documented`]
  if (!contract.responses.has(status)) {
    const documented = contract.operation.responses.get(status)
    const schema = documented && (ANSWERS[`${method} ${template}`] ?? documented)
    contract.responses.set(status, schema && compile(schema))
  }
  const validate = contract.responses.get(status)
  return validate ? run(validate, body, 'answer') : []
}

/** What is wrong with a webhook's payload. */
export function checkWebhook(event: string, action: string | null, payload: unknown): string[] {
  const key = `${event}.${action}`
  if (!webhooks.has(key)) {
    const schema = findWebhook(event, action)
    webhooks.set(key, schema && compile(schema))
  }
  const validate = webhooks.get(key)
  return validate ? run(validate, payload, 'payload') : [`GitHub's description has no webhook ${key}`]
}

function run(validate: ValidateFunction, value: unknown, what: string): string[] {
  if (validate(value)) return []
  return (validate.errors ?? []).slice(0, 20).map((error) => describe(error, what))
}

function describe(error: ErrorObject, what: string): string {
  const detail = error.keyword === 'additionalProperties' ? ` (${error.params['additionalProperty']})` : ''
  return `${what}${error.instancePath} ${error.message ?? error.keyword}${detail}`
}

/** Parameters arrive as text; the description says which are numbers or truth values. */
function coerce(text: string, validate: ValidateFunction): unknown {
  const schema = typeof validate.schema === 'object' ? (validate.schema as { type?: string }) : {}
  if (schema.type === 'integer' || schema.type === 'number') return text.trim() === '' ? text : Number(text)
  if (schema.type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text
  return text
}
