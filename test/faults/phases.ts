import type { FaultMatch } from '../stand-in/index.ts'

/** A moment in the life of a review, known by the request that is then under way. */
export interface Phase {
  name: string
  /** Which review: of a new pull request, of a push that mends everything, or one that was asked for again. */
  review: 'first' | 'second' | 'asked'
  match: FaultMatch
  /** Requests of this kind that pass first. */
  skip?: number
  /** What became of the request: nothing, or it was carried out and its answer never arrived. */
  request: 'not done' | 'done'
  /** The change takes long to fetch, so that check runs `in_progress` are created. */
  slow?: boolean
  /** Somebody pushes while the process is dead: the event is lost, the commit before is never answered. */
  pushed?: boolean
}

const git = (end: RegExp): FaultMatch => ({ git: true, path: end })
const INFO = git(/info\/refs$/)
const PACK = git(/git-upload-pack$/)
const TOKEN: FaultMatch = { method: 'POST', path: /\/access_tokens$/ }
const PULL: FaultMatch = { method: 'GET', path: /\/pulls\/\d+$/ }
const CREATE: FaultMatch = { method: 'POST', path: /\/check-runs$/ }
const LIST_RUNS: FaultMatch = { method: 'GET', path: /\/commits\/[^/]+\/check-runs$/ }
const UPDATE: FaultMatch = { method: 'PATCH', path: /\/check-runs\/\d+$/ }
const REVIEW: FaultMatch = { method: 'POST', path: /\/reviews$/ }
const LIST_COMMENTS: FaultMatch = { method: 'GET', path: /\/pulls\/\d+\/comments$/ }
const EDIT: FaultMatch = { method: 'PATCH', path: /\/pulls\/comments\/\d+$/ }

/** Every phase in which a review can be cut off while a request is under way. */
export const PHASES: readonly Phase[] = [
  { name: 'getting a token', review: 'first', match: TOKEN, request: 'done' },
  { name: 'reading the pull request', review: 'first', match: PULL, request: 'not done' },
  { name: 'asking git for commits', review: 'first', match: INFO, request: 'not done' },
  { name: 'fetching commits', review: 'first', match: PACK, request: 'not done' },
  { name: 'fetching files', review: 'first', match: PACK, skip: 1, request: 'not done' },
  { name: 'before the first check run', review: 'first', match: CREATE, request: 'not done' },
  { name: 'between check runs', review: 'first', match: CREATE, skip: 2, request: 'done' },
  { name: 'after the last check run', review: 'first', match: CREATE, skip: 3, request: 'done' },
  { name: 'before the review', review: 'first', match: REVIEW, request: 'not done' },
  { name: 'after the review', review: 'first', match: REVIEW, request: 'done' },
  { name: 'saying that it runs', review: 'first', match: CREATE, skip: 1, request: 'done', slow: true },
  { name: 'completing what it began', review: 'first', match: UPDATE, skip: 2, request: 'done', slow: true },
  {
    name: 'begun, then pushed',
    review: 'first',
    match: UPDATE,
    request: 'not done',
    slow: true,
    pushed: true,
  },
  { name: 'reading comments', review: 'second', match: LIST_COMMENTS, request: 'not done' },
  { name: 'before the edits', review: 'second', match: EDIT, request: 'not done' },
  { name: 'between edits', review: 'second', match: EDIT, skip: 1, request: 'done' },
  { name: 'after the last edit', review: 'second', match: EDIT, skip: 2, request: 'done' },
  { name: 'asked again, reading check runs', review: 'asked', match: LIST_RUNS, request: 'not done' },
  { name: 'asked again, between check runs', review: 'asked', match: CREATE, skip: 1, request: 'done' },
]

/** The moment between the last file fetched and the first check run: no request is under way. */
export const RULES: Phase = {
  name: 'running the rules',
  review: 'first',
  match: PACK,
  skip: 1,
  request: 'done',
}
