import { text } from 'node:stream/consumers'
import { type Signed, send } from './send.ts'

/**
 * The senders in a process of their own: GitHub's stand-in answers thousands of requests meanwhile, and its delay must
 * not count as the app's. Signed deliveries as JSON on standard input, times in milliseconds on standard output.
 */
const signed = JSON.parse(await text(process.stdin)) as Signed[]
process.stdout.write(JSON.stringify(await send(signed)))
