import { nodeId } from '../state.ts'
import type { Label, Repository } from '../state.ts'
import type { World } from '../world.ts'
import { repositoryApi } from './repository.ts'

/** GitHub makes a label that is used for the first time. */
export function ensureLabel(world: World, repository: Repository, name: string): Label {
  const labels = world.state.labelsOf(repository)
  let label = labels.get(name)
  if (!label)
    labels.set(name, (label = { id: world.state.nextId(), name, color: 'ededed', description: null }))
  return label
}

export function labelShape(world: World, repository: Repository, name: string): Record<string, unknown> {
  const label = ensureLabel(world, repository, name)
  return {
    id: label.id,
    node_id: nodeId('Label', label.id),
    url: `${repositoryApi(world, repository)}/labels/${encodeURIComponent(name)}`,
    name,
    color: label.color,
    description: label.description,
    default: false,
  }
}
