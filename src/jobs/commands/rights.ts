import { ROLES, type WaiverPolicy } from '../../../config/index.ts'
import {
  type Client,
  isTeamMember,
  type RepositoryName,
  type RepositoryRole,
  roleOf,
} from '../../github/index.ts'

/** What somebody may do, looked up when it is needed. */
export class Rights {
  readonly #client: Client
  readonly #repository: RepositoryName
  readonly #signal: AbortSignal
  readonly login: string
  #role: Promise<RepositoryRole> | undefined

  constructor(client: Client, repository: RepositoryName, login: string, signal: AbortSignal) {
    this.#client = client
    this.#repository = repository
    this.login = login
    this.#signal = signal
  }

  /** Whether the person has this role in the repository, or one above it. */
  async atLeast(role: (typeof ROLES)[number]): Promise<boolean> {
    this.#role ??= roleOf(this.#client, this.#repository, this.login, this.#signal)
    return ROLES.indexOf((await this.#role) as (typeof ROLES)[number]) >= ROLES.indexOf(role)
  }

  /**
   * Whether the policy lets the person accept findings. Teams count where they are of the organisation that owns
   * the repository; `unseen` are those that the App may not look into: nobody counts as a member of them.
   */
  async mayApprove({ approvers }: WaiverPolicy): Promise<{ may: boolean; unseen: string[] }> {
    const unseen: string[] = []
    for (const approver of approvers) {
      const role = ROLES.find((one) => one === approver.toLowerCase())
      if (role) {
        if (await this.atLeast(role)) return { may: true, unseen }
        continue
      }
      const [org = '', slug] = approver.slice(1).split('/')
      if (slug === undefined) {
        // A name in the configuration outlives a person's time in the team: the right to read is asked for too.
        if (org.toLowerCase() !== this.login.toLowerCase()) continue
        if (await this.atLeast('triage')) return { may: true, unseen }
        continue
      }
      if (org.toLowerCase() !== this.#repository.owner.toLowerCase()) continue
      const member = await isTeamMember(this.#client, { org, slug }, this.login, this.#signal)
      if (member === true) return { may: true, unseen }
      if (member === 'unknown') unseen.push(approver)
    }
    return { may: false, unseen }
  }
}
