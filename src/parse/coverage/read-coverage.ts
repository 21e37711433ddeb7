import { cloverReader } from './clover.ts'
import { coberturaReader } from './cobertura.ts'
import { isCoveragePy, readCoveragePy } from './coverage-py.ts'
import { readGoProfile } from './go-profile.ts'
import { isIstanbul, readIstanbul } from './istanbul.ts'
import { jacocoReader } from './jacoco.ts'
import { readLcov } from './lcov.ts'
import { isLlvm, readLlvm } from './llvm.ts'
import { CoverageError, failAt } from './report.ts'
import type { CoverageRead, CoverageReport } from './report.ts'
import { isSimpleCov, readSimpleCov } from './simplecov.ts'
import { isObject, parseJson } from './values.ts'
import { readXml, type Attributes } from './xml.ts'

/** What is parsed as it streams may be larger than what becomes a tree of values. */
const maxLength = 100_000_000
const maxJson = 64_000_000
const known =
  'lcov, a Go cover profile, Cobertura, JaCoCo, Clover, istanbul, coverage.py, SimpleCov or llvm-cov export'

/**
 * Reads a coverage report; the format is found by content, never by name. Never throws on a text.
 * @param name how the report is called where it cannot be read
 */
export function readCoverage(text: string, name: string): CoverageRead {
  const unread = (why: string): CoverageRead => ({ kind: 'unread', why: `${name}: ${why}` })
  if (text.length > maxLength) return unread('larger than 100 MB; report the changed packages alone')
  const body = text.startsWith('\uFEFF') ? text.slice(1) : text
  const read = readerOf(body)
  if (!read) return unread(`not a coverage report; write ${known}`)
  try {
    const report = read(body)
    return report.files.size > 0 ? { kind: 'read', report } : unread('names no file; were the tests run?')
  } catch (error) {
    if (error instanceof CoverageError) return unread(`${error.message}; write the report again`)
    throw error
  }
}

function readerOf(body: string): ((body: string) => CoverageReport) | undefined {
  const [start] = /\S/.exec(body) ?? []
  if (start === '<') return readXmlReport
  if (start === '{' || start === '[') return readJsonReport
  if (/^\s*mode: (?:set|count|atomic)\s/.test(body)) return readGoProfile
  return /^(?:SF|TN):/m.test(body) ? readLcov : undefined
}

function readXmlReport(body: string): CoverageReport {
  let report: CoverageReport | undefined
  readXml(body, (root, attributes, at) => {
    const chosen = xmlFormat(root, attributes, at)()
    report = chosen.report
    return chosen.reader
  })
  return report ?? failAt(1, 'it has no element')
}

/** Clover and Cobertura share the name of their root. */
function xmlFormat(root: string, attributes: Attributes, at: number) {
  if (root === 'report') return jacocoReader
  if (root !== 'coverage') failAt(at, `<${root}> is no coverage report; write ${known}`)
  const isClover = 'clover' in attributes || ('generated' in attributes && !('line-rate' in attributes))
  return isClover ? cloverReader : coberturaReader
}

function readJsonReport(body: string): CoverageReport {
  if (body.length > maxJson) throw new CoverageError('JSON larger than 64 MB; write lcov')
  const value = parseJson(body)
  if (isObject(value)) {
    if (isLlvm(value)) return readLlvm(value)
    if (isCoveragePy(value)) return readCoveragePy(value)
    if (isSimpleCov(value)) return readSimpleCov(value)
    if (isIstanbul(value)) return readIstanbul(value)
    if (Object.keys(value).length === 0) throw new CoverageError('names no file; were the tests run?')
  }
  throw new CoverageError(`JSON of no known coverage report; write ${known}`)
}
