import { isUtf8 } from 'node:buffer'
import type { FileContent } from '../model/index.ts'

/** First words of a Git LFS pointer, and the most bytes one may have. Source: git-lfs, docs/spec.md. */
const LFS_POINTER = 'version https://git-lfs.github.com/spec/v1'
const LFS_POINTER_BYTES = 1024
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf]

/** The text that bytes of a file stand for, or why they are none. Line ends stay as they are. */
export function decodeContent(bytes: Buffer, oid: string): FileContent {
  if (
    bytes.length < LFS_POINTER_BYTES &&
    bytes.subarray(0, LFS_POINTER.length).toString('latin1') === LFS_POINTER
  ) {
    return { kind: 'unread', reason: 'lfs-pointer' }
  }
  if (bytes.includes(0)) return { kind: 'unread', reason: 'binary' }
  if (!isUtf8(bytes)) return { kind: 'unread', reason: 'invalid-utf8' }
  const marked = BYTE_ORDER_MARK.every((byte, index) => bytes[index] === byte)
  return { kind: 'text', text: bytes.toString('utf8', marked ? BYTE_ORDER_MARK.length : 0), oid }
}

export function oversized(bytes: number, limit: number): FileContent {
  return {
    kind: 'unread',
    reason: 'oversized',
    detail: `${megabytes(bytes)}, the limit is ${megabytes(limit)}`,
  }
}

function megabytes(bytes: number): string {
  return `${(bytes / (1024 * 1024)).toFixed(1)} MB`
}
