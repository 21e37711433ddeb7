import { z } from 'zod'
import { type FileChange, matcher, type RuleContext } from '../../../src/model/index.ts'
import { Source } from '../../../src/parse/code/index.ts'
import { TEST_GLOBS } from '../engine/definition.ts'
import {
  type ConfigEntry,
  type ConfigMap,
  type ConfigNode,
  entriesOf,
  entryOf,
  itemsOf,
  mapsIn,
  readYaml,
  textAt,
  valueAt,
} from '../../../src/parse/config-tree/index.ts'

export const YAML = ['**/*.{yml,yaml}']

/** Options of rules about manifests. */
export const manifestOptions = z.strictObject({
  exclude: z
    .array(z.string())
    .default([
      ...TEST_GLOBS,
      // What runs on a developer's machine, or in a build, and is thrown away.
      '.github/**',
      '**/{ci,.ci,playwright,cypress,integration,devcontainer,.devcontainer}/**',
      '**/*{dev,test,local,override,e2e,ci}*.{yml,yaml}',
    ])
    .describe('Paths that are not looked at.'),
})

/** Options of rules about what containers share with their host. */
export const hostOptions = manifestOptions.extend({
  daemonSets: z
    .boolean()
    .default(false)
    .describe('Whether what runs on every node is looked at: working on its host is what most of it is for.'),
})

/** A container as an orchestrator starts it: a service of Compose, or a container or pod of Kubernetes. */
export interface Container {
  tool: 'kubernetes' | 'compose'
  name: string
  node: ConfigMap
  /** Whether it runs on every node. */
  isOfNodes: boolean
  /** Of a service, where its name is written. */
  at?: { start: number; end: number }
}

export interface Manifest {
  source: Source
  containers: Container[]
  /** Objects of Kubernetes with their kind. */
  objects: { kind: string; name: string; node: ConfigMap }[]
}

/** The changed manifests of Kubernetes and Compose, as the head has them. */
export async function* changedManifests(
  context: RuleContext<z.output<typeof manifestOptions>>,
): AsyncGenerator<{ change: FileChange; manifest: Manifest }> {
  for (const change of context.changes) {
    if (context.signal.aborted) return
    if (change.status === 'removed' || change.added.length === 0) continue
    if (matcher(context.optionsFor(change.path).exclude)(change.path)) continue
    const manifest = await context.shared(`manifest ${change.path}`, () => readManifest(context, change.path))
    if (typeof manifest === 'string') context.incomplete(`${change.path}: ${manifest}`)
    else if (manifest) yield { change, manifest }
  }
}

async function readManifest(
  context: Pick<RuleContext, 'changeSet'>,
  path: string,
): Promise<Manifest | string | undefined> {
  const content = await context.changeSet.head.read(path)
  if (content.kind === 'unread') return content.detail ?? content.reason
  return manifestOf(content.text)
}

const KUBERNETES = /^apiVersion:\s*\S/m
const COMPOSE = /^services:\s*(?:#.*)?$/m
/** Charts write YAML by templates: what comes out is not known here. */
const TEMPLATE = /^\s*(?:-\s*)?\{\{/m

/** @returns why it cannot be read; undefined where it is no manifest */
export function manifestOf(text: string): Manifest | string | undefined {
  const isKubernetes = KUBERNETES.test(text)
  if ((!isKubernetes && !COMPOSE.test(text)) || TEMPLATE.test(text)) return undefined
  const read = readYaml(text)
  // `key: {{ value }}` is a template too, and no YAML.
  if (read.kind === 'unread') return text.includes('{{') ? undefined : read.detail
  const containers: Container[] = []
  const objects: Manifest['objects'] = []
  for (const document of read.documents) {
    const kind = textAt(document, 'kind')
    if (document.kind === 'map' && kind !== undefined && textAt(document, 'apiVersion') !== undefined) {
      const listed = kind === 'List' ? itemsOf(valueAt(document, 'items')) : [document]
      for (const object of listed) {
        if (object.kind !== 'map') continue
        const of = textAt(object, 'kind') ?? ''
        // A definition of a kind describes fields, and sets none.
        if (of === 'CustomResourceDefinition') continue
        objects.push({ kind: of, name: textAt(object, 'metadata', 'name') ?? '', node: object })
        containers.push(...podsOf(object))
      }
    } else containers.push(...servicesOf(document))
  }
  return containers.length + objects.length === 0
    ? undefined
    : { source: new Source(text), containers, objects }
}

/** Pods, their containers, and whatever else of an object has a `securityContext`. */
function podsOf(object: ConfigNode): Container[] {
  const found: Container[] = []
  const isOfNodes = textAt(object, 'kind') === 'DaemonSet'
  for (const map of mapsIn(valueAt(object, 'spec'))) {
    for (const key of ['containers', 'initContainers', 'ephemeralContainers'])
      for (const container of itemsOf(valueAt(map, key)))
        if (container.kind === 'map')
          found.push({
            tool: 'kubernetes',
            name: textAt(container, 'name') ?? '',
            node: container,
            isOfNodes,
          })
    if (valueAt(map, 'containers')?.kind === 'list')
      found.push({ tool: 'kubernetes', name: textAt(object, 'metadata', 'name') ?? '', node: map, isOfNodes })
  }
  return found
}

function servicesOf(document: ConfigNode): Container[] {
  return entriesOf(valueAt(document, 'services')).flatMap(({ key, at, value }): Container[] =>
    value.kind === 'map' &&
    ['image', 'build', 'extends', 'command', 'volumes', 'ports'].some((one) => entryOf(value, one))
      ? [{ tool: 'compose', name: key, node: value, isOfNodes: false, at }]
      : [],
  )
}

/** Containers that a rule about their host is asked of. */
export const containersOf = (
  { containers }: Manifest,
  { daemonSets }: z.output<typeof hostOptions>,
): Container[] => containers.filter(({ isOfNodes }) => daemonSets || !isOfNodes)

/** The first of the keys that is set to the word `true`, or to one of the given words. */
export function setTo(
  node: ConfigNode | undefined,
  key: string,
  words: readonly string[] = ['true'],
): ConfigEntry | undefined {
  const entry = entryOf(node, key)
  return entry?.value.kind === 'scalar' && words.includes(entry.value.text.toLowerCase()) ? entry : undefined
}
