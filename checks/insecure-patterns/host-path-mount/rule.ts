import { changesLines, defineRule } from '../../../src/model/index.ts'
import { type ConfigScalar, itemsOf, valueAt } from '../../../src/parse/config-tree/index.ts'
import {
  changedManifests,
  containersOf,
  hostOptions,
  type Container,
  YAML,
} from '../containers/containers.ts'

/** Sockets that start containers of any kind. */
const SOCKET = /(?:^|\/)(?:docker|containerd|crio|podman|cri-dockerd)\.sock$/
/** Folders in which who writes, or reads the right file, is root of the host. */
const WHOLE =
  /^\/(?:etc|root|boot|dev|proc|sys|usr|lib|bin|sbin|home|var|var\/run|run|var\/lib|var\/lib\/(?:kubelet|docker|containerd)|etc\/kubernetes)?\/?$/

export default defineRule({
  title: 'Folder or socket of the host in a container',
  level: 'warning',
  confidence: 'high',
  status: 'preview',
  module: 13,
  cwe: [668],
  files: YAML,
  options: hostOptions,

  async *check(context) {
    for await (const { change, manifest } of changedManifests(context)) {
      for (const container of containersOf(manifest, context.optionsFor(change.path))) {
        for (const { node, path, readOnly } of mountsOf(container)) {
          const isSocket = SOCKET.test(path)
          if (!isSocket && (!WHOLE.test(path) || readOnly)) continue
          const region = manifest.source.region(node.start, node.end)
          if (!changesLines(change, 'head', region)) continue
          yield {
            location: { side: 'head', path: change.path, region },
            subject: `${container.tool} ${container.name} ${path}`,
            message: isSocket
              ? `\`${container.name}\` is given \`${path}\`: with it a process starts a container that has the whole host.`
              : `\`${container.name}\` can write to \`${path}\` of its host, and with that take it over.`,
            fix: isSocket
              ? 'Leave it out; where containers have to be listed, a proxy that lets only reading through stands between (for instance docker-socket-proxy).'
              : 'Mount the one folder that is needed, read-only where that is enough, or a volume.',
          }
        }
      }
    }
  },
})

interface Mount {
  node: ConfigScalar
  path: string
  readOnly: boolean
}

function mountsOf({ tool, node }: Container): Mount[] {
  return itemsOf(valueAt(node, 'volumes')).flatMap((volume): Mount[] => {
    if (volume.kind === 'scalar' && tool === 'compose') {
      const [path = '', , mode = ''] = volume.text.split(':')
      return path.startsWith('/') ? [{ node: volume, path, readOnly: mode.split(',').includes('ro') }] : []
    }
    const written = tool === 'compose' ? valueAt(volume, 'source') : valueAt(volume, 'hostPath', 'path')
    if (written?.kind !== 'scalar' || !written.text.startsWith('/')) return []
    const readOnly = valueAt(volume, 'read_only')
    return [
      { node: written, path: written.text, readOnly: readOnly?.kind === 'scalar' && readOnly.value === true },
    ]
  })
}
