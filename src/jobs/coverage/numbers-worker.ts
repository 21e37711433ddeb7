import { parentPort, workerData } from 'node:worker_threads'
import type { CoverageFile } from '../../model/index.ts'
import { readCoverage, toNumbers } from '../../parse/coverage/index.ts'

const reads = (workerData as CoverageFile[]).map(({ name, text }) => readCoverage(text, name))
// A broken report among whole ones: what did not run in the rest may have run there, so nothing is known.
const whole = reads.flatMap((read) => (read.kind === 'read' ? [toNumbers(read.report)] : []))
parentPort?.postMessage(whole.length === reads.length ? whole : [])
