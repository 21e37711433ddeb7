/** The setting that names the operator's server. */
export const MYSQL_VARIABLE = 'ROADMAP_PROVER_MYSQL_URL'

/** What the process that proves is told of the server. */
export interface MysqlAccess {
  host: string
  port: number
  user: string
  password: string
  /** The way there for a process without a network. */
  socket?: string
  /** Names of its databases begin with it; the first is there. */
  prefix: string
}
