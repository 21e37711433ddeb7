import { createSign } from 'node:crypto'
import type { App, Installation, Repository } from './state.ts'
import type { StandIn } from './stand-in.ts'

export interface Reply {
  status: number
  headers: Headers
  body: Record<string, unknown>
}

/** A JWT as an app signs it; `change` the claims to make a wrong one. */
export function signJwt(app: App, change: Record<string, unknown> = {}): string {
  const now = Math.floor(Date.now() / 1000)
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const claims = encode({ iss: app.id, iat: now - 30, exp: now + 300, ...change })
  const signed = `${encode({ alg: 'RS256', typ: 'JWT' })}.${claims}`
  return `${signed}.${createSign('sha256').update(signed).sign(app.privateKey, 'base64url')}`
}

/** One request without any library between: `ask(standIn, token, 'POST /repos/…', body)`. */
export async function ask(
  standIn: StandIn,
  credentials: string | undefined,
  operation: string,
  body?: unknown,
): Promise<Reply> {
  const [method = '', path = ''] = operation.split(' ')
  const response = await fetch(`${standIn.apiUrl}${path}`, {
    method,
    headers: credentials === undefined ? {} : { authorization: `Bearer ${credentials}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  const answer = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>
  return { status: response.status, headers: response.headers, body: answer }
}

/** An installation token, fetched as an app does. */
export async function tokenOf(
  standIn: StandIn,
  installation: Installation,
  limits: Record<string, unknown> = {},
): Promise<string> {
  const path = `/app/installations/${installation.id}/access_tokens`
  const { body } = await ask(standIn, signJwt(installation.app), `POST ${path}`, limits)
  return String(body['token'])
}

export async function tokenFor(standIn: StandIn, repository: Repository): Promise<string> {
  const [installation] = standIn.state.installationsOf(repository)
  if (!installation) throw new Error('No app is installed here')
  return tokenOf(standIn, installation)
}
