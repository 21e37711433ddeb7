import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl'
import type { CoverageFile } from '../../model/index.ts'
import { looksLikeCoverage } from '../../parse/coverage/index.ts'

/** Bounds of what one archive may hold. */
export const ARCHIVE = { entries: 20_000, files: 2_000, fileBytes: 64 * 1024 * 1024 } as const

/** What an archive held. */
export interface Unzipped {
  files: CoverageFile[]
  /** What could not be read, and why. */
  unread: string[]
}

/** Bytes that may still be unpacked; shared by the archives of one review. */
export interface Budget {
  left: number
}

/** Reports have these ends, or none; pages, pictures and archives within archives are left alone. */
const READABLE = /(?:^|\/)[^/.]+$|\.(?:info|lcov|xml|json|out|txt|cov|profile|coverprofile|dat)$/i

const S_IFMT = 0o170000
const S_IFREG = 0o100000

/**
 * The coverage reports in an archive. It was made by whoever wrote the workflow or the tests: nothing is written to disk, no
 * link followed, and what it says of sizes is held against what comes.
 * @param name of the archive, for messages
 */
export async function unzipCoverage(bytes: Buffer, name: string, budget: Budget): Promise<Unzipped> {
  const files: CoverageFile[] = []
  const unread: string[] = []
  try {
    // Names that are absolute or lead out end the reading: no tool writes them.
    const zip = await fromBufferPromise(bytes, { strictFileNames: false, validateEntrySizes: true })
    let seen = 0
    let read = 0
    for await (const entry of zip.eachEntry()) {
      seen += 1
      if (seen > ARCHIVE.entries || read >= ARCHIVE.files) {
        unread.push(`${name}: more files than are read, ${ARCHIVE.files} reports of ${ARCHIVE.entries} files`)
        break
      }
      const path = entry.fileName
      if (!READABLE.test(path) || !isFile(entry)) continue
      if (entry.uncompressedSize > ARCHIVE.fileBytes || entry.uncompressedSize > budget.left) {
        if (entry.uncompressedSize > ARCHIVE.fileBytes && !mayBeReport(path)) continue
        unread.push(`${name}: ${path} is too large to be read`)
        continue
      }
      read += 1
      budget.left -= entry.uncompressedSize
      const text = await textOf(zip, entry)
      if (typeof text !== 'string') unread.push(`${name}: ${path} ${text.broken}`)
      else if (looksLikeCoverage(text)) files.push({ name: path, text })
    }
  } catch (error) {
    unread.push(`${name}: not a zip archive that can be read (${messageOf(error)})`)
  }
  return { files, unread }
}

function mayBeReport(path: string): boolean {
  return /\.(?:info|lcov|xml|out|coverprofile)$/i.test(path) || /cov/i.test(path)
}

/** By the mode that Unix writes into the upper half; other systems write none. */
function isFile(entry: Entry): boolean {
  const kind = (entry.externalFileAttributes >>> 16) & S_IFMT
  return !entry.fileName.endsWith('/') && (kind === 0 || kind === S_IFREG)
}

/** Never more than the entry declares: yauzl ends the stream with an error where more comes, or less. */
async function textOf(zip: ZipFile, entry: Entry): Promise<string | { broken: string }> {
  if (!entry.canDecodeFileData()) return { broken: 'is encrypted, or packed in a way that is not known' }
  try {
    const chunks: Buffer[] = []
    for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer)
    return Buffer.concat(chunks).toString('utf8')
  } catch (error) {
    return { broken: `is broken (${messageOf(error)})` }
  }
}

/** Of hostile bytes: one short line. */
function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  return text.replaceAll(/[\p{C}\s]+/gu, ' ').slice(0, 120)
}
