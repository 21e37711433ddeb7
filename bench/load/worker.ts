import { startServer } from '../../src/app/server.ts'
import { simulatedReview } from './simulated-review.ts'

/** The app in a process of its own, with reviews that take `REVIEW_MS`. Writes its address once it listens; SIGTERM ends it. */
const server = await startServer({
  runtime: { runReview: simulatedReview(Number(process.env['REVIEW_MS'] ?? '1000')) },
})
process.stdout.write(`${server.url}\n`)
process.once('SIGTERM', () => void server.close().then(() => process.exit(0)))
