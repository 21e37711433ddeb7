import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FaultKind, Faults } from '../faults.ts'
import { secondaryLimit } from '../rate-limits.ts'
import { answerApi } from './api.ts'
import type { ApiContext } from './api.ts'
import { ApiError } from './errors.ts'
import { answerArtifactStore } from './artifact-store.ts'
import { answerGit, isGitPath } from './git.ts'
import type { RecordedRequest } from './record.ts'
import type { Answer } from './router.ts'
import { answerWeb } from './web.ts'

export interface ServerContext extends ApiContext {
  faults: Faults
  requests: RecordedRequest[]
  onCrash: (error: unknown) => void
}

/** One listener for everything: API (with and without `/api/v3`), git, and the few pages people visit. */
export function listener(context: ServerContext): RequestListener {
  return (request, response) => {
    serve(context, request, response).catch((error: unknown) => {
      // A client that goes away in the middle of its request is no fault of ours.
      if (error !== request.errored) context.onCrash(error)
      response.destroy()
    })
  }
}

async function serve(
  context: ServerContext,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const method = request.method ?? 'GET'
  const target = request.url ?? '/'
  const mark = target.indexOf('?')
  const full = mark < 0 ? target : target.slice(0, mark)
  const query = mark < 0 ? '' : target.slice(mark + 1)
  const git = isGitPath(full)
  const path = git ? full : full.replace(/^\/api\/v3(?=\/)/, '')
  if (await answerWeb(context.world, request, response, full, query)) return
  if (answerArtifactStore(context.world, request, response, full)) return

  const record: RecordedRequest = {
    kind: git ? 'git' : 'rest',
    method,
    path: query ? `${path}?${query}` : path,
    operation: undefined,
    status: 0,
    installation: undefined,
    milliseconds: 0,
    fault: undefined,
  }
  context.requests.push(record)
  const start = performance.now()
  const fault = context.faults.take(method, path, git)
  record.fault = fault
  try {
    if (await failBefore(context, fault, request, response, record)) return
    if (git) {
      if (fault === 'respondThenDrop') cutAfterFirstChunk(response)
      await answerGit(context.world, request, response, path, query, record)
      await happenAfter(fault)
      return
    }
    const answer = await answerApi(context, request, path, query, record)
    if (fault === 'respondThenDrop') {
      response.destroy()
      return
    }
    await happenAfter(fault)
    record.status = answer.status
    send(response, answer)
  } finally {
    record.milliseconds = performance.now() - start
  }
}

/** Whether the fault has answered (or cut) the request already. */
async function failBefore(
  context: ServerContext,
  fault: FaultKind | undefined,
  request: IncomingMessage,
  response: ServerResponse,
  record: RecordedRequest,
): Promise<boolean> {
  if (fault === undefined || fault === 'respondThenDrop') return false
  if (typeof fault === 'object' && 'delay' in fault) {
    await sleep(fault.delay)
    return false
  }
  if (typeof fault === 'object' && 'pushInTheMiddle' in fault) {
    if (fault.when === 'after') return false
    if (fault.when === 'instead') request.resume()
    await fault.pushInTheMiddle()
    if (fault.when === 'instead') response.destroy()
    return fault.when === 'instead'
  }
  if (fault === 'expiredToken') {
    const credentials = request.headers.authorization?.split(' ')[1] ?? ''
    context.world.state.tokens.delete(credentials)
    const basic = Buffer.from(credentials, 'base64').toString()
    context.world.state.tokens.delete(basic.slice(basic.indexOf(':') + 1))
    return false
  }
  request.resume()
  if (typeof fault === 'object' && 'timeout' in fault) {
    await sleep(fault.timeout)
    response.destroy()
    return true
  }
  const error =
    typeof fault === 'object'
      ? secondaryLimit(fault.secondaryLimit.retryAfter)
      : new ApiError(fault, fault === 500 ? 'Server Error' : 'Bad Gateway')
  record.status = error.status
  send(response, { status: error.status, body: error.body, headers: error.headers })
  return true
}

async function happenAfter(fault: FaultKind | undefined): Promise<void> {
  if (typeof fault === 'object' && 'pushInTheMiddle' in fault && fault.when === 'after') {
    await fault.pushInTheMiddle()
  }
}

function send(response: ServerResponse, answer: Answer): void {
  const text = typeof answer.body === 'string'
  const headers = {
    'x-github-media-type': 'github.v3; format=json',
    ...(answer.body === undefined
      ? {}
      : { 'content-type': text ? 'text/plain' : 'application/json; charset=utf-8' }),
    ...answer.headers,
  }
  response.writeHead(answer.status, headers)
  response.end(text ? answer.body : answer.body === undefined ? undefined : JSON.stringify(answer.body))
}

/** The start of a pack arrives, the rest never does. */
function cutAfterFirstChunk(response: ServerResponse): void {
  const write = response.write.bind(response) as (chunk: Buffer) => boolean
  response.write = ((chunk: Buffer) => {
    const more = write(chunk)
    setImmediate(() => response.destroy())
    return more
  }) as typeof response.write
}
