import type { IncomingMessage } from 'node:http'
import { authenticate, authorize } from '../auth/authenticate.ts'
import { checkRequest, checkResponse } from '../contract/contract.ts'
import type { Violation } from '../contract/contract.ts'
import type { RateLimiter } from '../rate-limits.ts'
import type { World } from '../world.ts'
import { ApiError, notFound } from './errors.ts'
import type { RecordedRequest } from './record.ts'
import type { Actor, Answer, Call, Router } from './router.ts'

const MOST_BYTES = 10 * 1024 * 1024

export interface ApiContext {
  world: World
  router: Router
  limiter: RateLimiter
  violations: Violation[]
}

/** Answers one API request: who asks, may they, is it well-formed, then the handler. */
export async function answerApi(
  context: ApiContext,
  request: IncomingMessage,
  path: string,
  query: string,
  record: RecordedRequest,
): Promise<Answer> {
  let caller: string | undefined
  try {
    const bytes = await readBody(request)
    const actor = authenticate(context.world.state, request.headers.authorization)
    caller = callerName(actor)
    if (actor.kind === 'installation') record.installation = actor.installation.id
    const answer = await dispatch(context, actor, { request, path, query, bytes, record })
    return { ...answer, headers: { ...(caller ? context.limiter.headers(caller) : {}), ...answer.headers } }
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    const limits = caller ? context.limiter.headers(caller) : {}
    return { status: error.status, body: error.body, headers: { ...limits, ...error.headers } }
  }
}

interface Incoming {
  request: IncomingMessage
  path: string
  query: string
  bytes: Buffer
  record: RecordedRequest
}

async function dispatch(context: ApiContext, actor: Actor, incoming: Incoming): Promise<Answer> {
  const { request, path, bytes, record } = incoming
  const { world, violations } = context
  const method = request.method ?? 'GET'
  const match = context.router.find(method, path)
  if (!match) {
    const problems = ['the stand-in does not offer it']
    violations.push({ kind: 'unknown-operation', where: `${method} ${path}`, problems })
    throw notFound()
  }
  const { route, params } = match
  const operation = `${method} ${route.template}`
  record.operation = operation
  const caller = callerName(actor)
  // Asking for the limits is free: https://docs.github.com/en/rest/rate-limit
  if (caller && route.template !== '/rate_limit') context.limiter.count(caller, route.creates)
  const repository =
    params['repo'] === undefined ? undefined : world.repository(params['owner'] ?? '', params['repo'])
  authorize(actor, route, repository)

  const query = new URLSearchParams(incoming.query)
  const body = parseBody(bytes)
  const problems = checkRequest(method, route.template, { params, query, body, hasBody: bytes.length > 0 })
  if (problems.length > 0) {
    violations.push({ kind: 'request', where: operation, problems })
    throw new ApiError(422, `Invalid request.\n\n${problems.join('\n')}`)
  }
  const accept = request.headers.accept ?? ''
  const call: Call = { method, params, query, body: (body ?? {}) as Call['body'], accept, actor, world }
  const answer = await route.handle(call)
  if (typeof answer.body !== 'string') {
    const wrong = checkResponse(method, route.template, answer.status, asJson(answer.body))
    if (wrong.length > 0) violations.push({ kind: 'response', where: operation, problems: wrong })
  }
  return answer
}

/** What the client will read: without the fields that are undefined. */
function asJson(body: unknown): unknown {
  return body === undefined ? undefined : JSON.parse(JSON.stringify(body))
}

function callerName(actor: Actor): string | undefined {
  if (actor.kind === 'installation') return `installation ID ${actor.installation.id}`
  return actor.kind === 'app' ? `app ID ${actor.app.id}` : undefined
}

function parseBody(bytes: Buffer): unknown {
  if (bytes.length === 0) return undefined
  try {
    return JSON.parse(bytes.toString())
  } catch {
    throw new ApiError(400, 'Problems parsing JSON')
  }
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > MOST_BYTES) throw new ApiError(413, 'Payload too large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
