import { type Logger as Pino, pino } from 'pino'
import type { LogLevel } from './env.ts'

/**
 * One JSON object a line on standard output. An error is its name, message and stack and nothing else: errors
 * of libraries carry requests with tokens, and events with whole payloads.
 */
export function makeLog(level: LogLevel): Pino {
  return pino({
    level,
    base: { name: 'roadmap-review' },
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: serializeError, error: serializeError },
    redact: { paths: ['event', 'payload', 'headers', 'body'], remove: true },
  })
}

/** The same log for libraries that write whole payloads and bodies at debug level. */
export function forLibraries(log: Pino): Pino {
  const quiet = log.isLevelEnabled('debug') ? 'info' : log.level
  return log.child({}, { level: quiet })
}

function serializeError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return String(error)
  return {
    type: error.name,
    message: error.message,
    stack: error.stack,
    ...(error.cause !== undefined && depth < 3 && { cause: serializeError(error.cause, depth + 1) }),
    ...(error instanceof AggregateError &&
      depth < 3 && { errors: error.errors.slice(0, 5).map((inner) => serializeError(inner, depth + 1)) }),
  }
}
