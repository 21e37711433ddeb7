import type { z } from 'zod'
import { changesLines, type Report, type RuleContext } from '../../../src/model/index.ts'
import {
  type ConfigMap,
  entriesOf,
  itemsOf,
  valueAt,
  type ConfigNode,
} from '../../../src/parse/config-tree/index.ts'
import { changedManifests, type Manifest, type manifestOptions } from './containers.ts'

/** What is wrong at a place of a manifest. */
export interface Mistake {
  at: { start: number; end: number }
  /** In words that do not move. */
  words: string
  message: string
  fix: string
}

/** Reports what `find` says of each changed manifest, where the change wrote it. */
export async function* mistakesIn(
  context: RuleContext<z.output<typeof manifestOptions>>,
  find: (manifest: Manifest) => Iterable<Mistake>,
): AsyncGenerator<Report, void> {
  for await (const { change, manifest } of changedManifests(context)) {
    for (const { at, words, message, fix } of find(manifest)) {
      const region = manifest.source.region(at.start, at.end)
      if (!changesLines(change, 'head', region)) continue
      yield { location: { side: 'head', path: change.path, region }, subject: words, message, fix }
    }
  }
}

export interface Pod {
  /** Where the key stands under which it is written. */
  at: { start: number; end: number }
  name: string
  node: ConfigMap
  containers: ConfigMap[]
}

/** Pods of an object of Kubernetes, as templates of others too. */
export function podsOf({ name, node }: Manifest['objects'][number]): Pod[] {
  return [...maps(node)].flatMap(({ at, map }) => {
    const containers = ['containers', 'initContainers'].flatMap((key) =>
      itemsOf(valueAt(map, key)).filter((one) => one.kind === 'map'),
    )
    return valueAt(map, 'containers')?.kind === 'list' ? [{ at, name, node: map, containers }] : []
  })
}

function* maps(node: ConfigNode): Generator<{ at: Pod['at']; map: ConfigMap }> {
  for (const { at, value } of entriesOf(node)) {
    if (value.kind === 'map') {
      yield { at, map: value }
      yield* maps(value)
    } else if (value.kind === 'list') for (const item of value.items) yield* maps(item)
  }
}
