/** One request that the stand-in was asked, in order of arrival. */
export interface RecordedRequest {
  kind: 'rest' | 'git'
  method: string
  /** Without the API prefix, with the query. */
  path: string
  /** `POST /repos/{owner}/{repo}/check-runs`; undefined for git and for what GitHub does not know. */
  operation: string | undefined
  /** 0 while it runs, and where the connection was cut without an answer. */
  status: number
  /** Of the token that was used. */
  installation: number | undefined
  milliseconds: number
  /** The fault that hit it, as added. */
  fault: unknown
}
