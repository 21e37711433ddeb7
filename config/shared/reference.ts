import { clip } from '../file/tree.ts'
import { CONFIG_PATH } from '../types.ts'
import type { RepositoryName, SharedReference } from './types.ts'

/** The `.roadmap.yml` of the organisation's `.github` repository, on its default branch. */
export const ORGANISATION = 'org:roadmap'

const OWNER = /^[A-Za-z0-9_-]{1,39}$/
const REPOSITORY = /^[A-Za-z0-9._-]{1,100}$/
const COMMIT = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/
/** The names of tags that need no quotes anywhere; git takes more (git-check-ref-format). */
const TAG = /^[A-Za-z0-9][A-Za-z0-9._/+-]{0,99}$/
const HOW = 'write owner/repository@tag, owner/repository:path@tag, or the full commit id after the @'

/** Somebody who thinks of another repository rather than of a preset. */
export function looksShared(entry: string): boolean {
  return entry.startsWith('org:') || /[/@\\]/.test(entry)
}

/** Whether it is a commit id, which means one text for ever. */
export function isCommit(ref: string): boolean {
  return COMMIT.test(ref)
}

/** What is wrong with how an entry is written, or undefined. */
export function referenceProblem(entry: string): { message: string; hint?: string } | undefined {
  const shown = clip(entry)
  if (entry === ORGANISATION) return undefined
  if (entry.startsWith('org:')) {
    return { message: `${shown} is no shared configuration`, hint: `write ${ORGANISATION}` }
  }
  if (/^[a-z+]+:\/\/|^git@/i.test(entry)) {
    return { message: `${shown} is an address: repositories are named, on the same host`, hint: HOW }
  }
  const { name, path, ref } = split(entry)
  const [owner = '', repo = '', ...more] = name.split('/')
  if (!OWNER.test(owner) || !REPOSITORY.test(repo) || /^\.{1,2}$/.test(repo) || more.length > 0) {
    return { message: `${shown} names no repository`, hint: HOW }
  }
  if (path !== undefined && !isPath(path)) {
    return {
      message: `${shown} has no path of a file inside the repository`,
      hint: 'write it from the root, without . and .., and let it end in .yml or .yaml',
    }
  }
  if (ref === undefined) {
    const hint = repo.toLowerCase() === '.github' ? `${ORGANISATION} follows its default branch` : HOW
    return { message: `${shown} is not pinned: a tag or a full commit id is missing`, hint }
  }
  if (/^(?=.*[a-f])(?=.*\d)[0-9a-f]{7,}$/.test(ref) && !isCommit(ref)) {
    return { message: `${shown} has an abbreviated commit id`, hint: 'write all of its 40 characters' }
  }
  if (!TAG.test(ref) || /\.\.|\/\/|\/\.|\/$|\.$|\.lock(?:\/|$)/.test(ref)) {
    return { message: `${shown} has no tag and no full commit id after the @`, hint: HOW }
  }
  return undefined
}

/**
 * Where an entry leads, for a file of the repository `from`. Undefined where it cannot be known: the organisation of
 * a repository without a remote.
 */
export function toReference(entry: string, from: RepositoryName | undefined): SharedReference | undefined {
  if (entry === ORGANISATION) {
    return from && { entry, owner: from.owner, repo: '.github', path: CONFIG_PATH }
  }
  const { name, path = CONFIG_PATH, ref } = split(entry)
  const [owner = '', repo = ''] = name.split('/')
  return { entry, owner, repo, path, ...(ref !== undefined && { ref }) }
}

/** The same for every spelling of one file; which version of it does not matter to a cycle. */
export function identity({ owner, repo, path }: RepositoryName & { path: string }): string {
  return `${owner}/${repo}`.toLowerCase() + `:${path}`
}

/** `acme/.github:.roadmap.yml@1234567890` */
export function describeReference({ owner, repo, path, ref }: SharedReference, sha = ''): string {
  const version = sha === '' ? (ref ?? '') : sha.slice(0, 10)
  return `${owner}/${repo}:${path}${version === '' ? '' : `@${version}`}`
}

function split(entry: string): { name: string; path?: string; ref?: string } {
  const at = entry.lastIndexOf('@')
  const place = at < 0 ? entry : entry.slice(0, at)
  const colon = place.indexOf(':')
  return {
    name: colon < 0 ? place : place.slice(0, colon),
    ...(colon >= 0 && { path: place.slice(colon + 1) }),
    ...(at >= 0 && { ref: entry.slice(at + 1) }),
  }
}

function isPath(path: string): boolean {
  return (
    path.length <= 256 &&
    /^[\w.@ +/-]+\.ya?ml$/.test(path) &&
    path.split('/').every((segment) => !['', '.', '..'].includes(segment))
  )
}
