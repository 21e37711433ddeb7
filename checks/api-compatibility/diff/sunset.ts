import type { Lifecycle } from '../../../src/parse/openapi/operations.ts'

const DAY = /^(\d{4})-(\d{2})-(\d{2})(?:$|T.+)/
/** IMF-fixdate, the form of HTTP headers (RFC 9110 section 5.6.7). */
const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/

/**
 * The day a thing may go; undefined where there is none or it cannot be read. An RFC 3339 date or date-time, as in
 * `x-sunset`, or an HTTP date, as in the header `Sunset` (RFC 8594).
 */
export function sunsetOf(lifecycle: Lifecycle): Date | undefined {
  const value = lifecycle.sunset?.value
  return typeof value === 'string' ? dateFrom(value) : undefined
}

export function dateFrom(text: string): Date | undefined {
  const [, , , day] = DAY.exec(text) ?? []
  if (day === undefined && !HTTP_DATE.test(text)) return undefined
  const time = Date.parse(text)
  if (Number.isNaN(time)) return undefined
  // `Date` takes February 30 for March 2.
  const local = new Date(`${text.slice(0, 10)}T00:00:00Z`)
  return day !== undefined && local.getUTCDate() !== Number(day) ? undefined : new Date(time)
}

/** `2027-01-31`, UTC. */
export function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10)
}
