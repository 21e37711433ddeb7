import { verify } from 'node:crypto'
import { ApiError } from '../http/errors.ts'
import type { App, State } from '../state.ts'

/** GitHub allows ten minutes and some drift of the caller's clock. */
const LONGEST = 600
const DRIFT = 60

/** The app that signed a JWT. Throws GitHub's 401 for a bad form, signature or time. */
export function verifyJwt(state: State, jwt: string): App {
  const [header = '', payload = '', signature = ''] = jwt.split('.')
  const { alg } = decode(header)
  const { iss, iat, exp } = decode(payload)
  const app = [...state.apps.values()].find(
    (each) => String(each.id) === String(iss) || each.clientId === String(iss),
  )
  if (!app) throw new ApiError(401, "'Issuer' claim ('iss') must be an Integer")
  const signed = Buffer.from(`${header}.${payload}`)
  if (alg !== 'RS256' || !verify('sha256', signed, app.publicKey, Buffer.from(signature, 'base64url'))) {
    throw new ApiError(401, 'A JSON web token could not be decoded')
  }
  const now = Date.now() / 1000
  if (typeof exp !== 'number' || exp < now)
    throw new ApiError(401, "'Expiration time' claim ('exp') is in the past")
  if (exp > now + LONGEST + DRIFT) {
    throw new ApiError(401, "'Expiration time' claim ('exp') is too far in the future")
  }
  if (typeof iat !== 'number' || iat > now + DRIFT) {
    throw new ApiError(
      401,
      "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
    )
  }
  return app
}

function decode(part: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString())
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>
  } catch {
    // Answered below: any unreadable part is the same error to the caller.
  }
  throw new ApiError(401, 'A JSON web token could not be decoded')
}
