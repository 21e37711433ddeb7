import { repositoryShape } from '../shapes/repository.ts'
import { userShape } from '../shapes/user.ts'
import { nodeId } from '../state.ts'
import type { App, Repository, User } from '../state.ts'
import type { World } from '../world.ts'

/** Sends an event of a repository to every app installed on it (or to one app only). */
export async function sendAll(
  world: World,
  repository: Repository,
  event: { event: string; action: string | null; sender: User; only?: App },
  content: Record<string, unknown>,
): Promise<void> {
  const { event: name, action, sender, only } = event
  const installations = world.state.installationsOf(repository).filter((each) => !only || each.app === only)
  await Promise.all(
    installations.map((installation) =>
      world.webhooks.send(installation.app, {
        event: name,
        action,
        installationId: installation.id,
        repositoryId: repository.id,
        payload: {
          ...(action === null ? {} : { action }),
          ...content,
          repository: repositoryShape(world, repository),
          sender: userShape(world, sender),
          installation: { id: installation.id, node_id: nodeId('Installation', installation.id) },
        },
      }),
    ),
  )
}
