import type { CoverageFile } from '../../model/index.ts'
import type { Client } from '../client.ts'
import type { RepositoryName } from '../pull-request.ts'
import { downloadArtifact } from './download.ts'
import type { CoverageArtifact } from './list.ts'
import { unzipCoverage } from './unzip.ts'

/** Bounds of what is downloaded and unpacked for one commit. */
export const READING = {
  artifacts: 30,
  archiveBytes: 50 * 1024 * 1024,
  allArchivesBytes: 100 * 1024 * 1024,
  unpackedBytes: 200 * 1024 * 1024,
} as const

/** What the archives of a commit hold. */
export interface ReadArtifacts {
  files: CoverageFile[]
  /** What there is and could not be read, and why: a part of the coverage is missing. */
  unread: string[]
  /** Names of archives that GitHub does not keep any more. */
  expired: string[]
}

/** Downloads and unpacks archives, one after the other. Two requests each, of which one counts for GitHub's limit. */
export async function readArtifacts(
  client: Client,
  repository: RepositoryName,
  artifacts: readonly CoverageArtifact[],
  signal?: AbortSignal,
): Promise<ReadArtifacts> {
  const answer: ReadArtifacts = { files: [], unread: [], expired: [] }
  const budget = { left: READING.unpackedBytes }
  let left: number = READING.allArchivesBytes
  const present = artifacts.filter(({ expired }) => !expired)
  answer.expired.push(...artifacts.filter(({ expired }) => expired).map(({ name }) => name))
  for (const [index, { id, name, bytes }] of present.entries()) {
    if (index === READING.artifacts) {
      answer.unread.push(`${present.length - index} more artifacts of coverage: ${index} are read`)
      break
    }
    const most = Math.min(READING.archiveBytes, left)
    const tooLarge = `${name}: the artifact is too large to be read`
    if (bytes > most) {
      answer.unread.push(tooLarge)
      continue
    }
    const downloaded = await downloadArtifact(client, repository, id, most, signal)
    if (downloaded.kind === 'bytes') {
      left -= downloaded.bytes.length
      const { files, unread } = await unzipCoverage(downloaded.bytes, name, budget)
      answer.files.push(...files)
      answer.unread.push(...unread)
    } else if (downloaded.kind === 'gone') answer.expired.push(name)
    else if (downloaded.kind === 'too-large') answer.unread.push(tooLarge)
    else answer.unread.push(`${name}: the artifact could not be downloaded`)
  }
  return answer
}
