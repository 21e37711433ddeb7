import { changesLines, defineRule } from '../../../src/model/index.ts'
import { changedManifests, containersOf, hostOptions, setTo, YAML } from '../containers/containers.ts'

const KUBERNETES = { hostNetwork: 'network', hostPID: 'processes', hostIPC: 'shared memory' }
const COMPOSE = { network_mode: 'network', pid: 'processes', ipc: 'shared memory' }

export default defineRule({
  title: 'Container in a namespace of its host',
  level: 'warning',
  confidence: 'high',
  status: 'preview',
  module: 13,
  cwe: [653],
  files: YAML,
  options: hostOptions,

  async *check(context) {
    for await (const { change, manifest } of changedManifests(context)) {
      for (const { tool, name, node } of containersOf(manifest, context.optionsFor(change.path))) {
        for (const [key, what] of Object.entries(tool === 'compose' ? COMPOSE : KUBERNETES)) {
          const entry = setTo(node, key, tool === 'compose' ? ['host'] : ['true'])
          const region = entry && manifest.source.region(entry.at.start, entry.value.end)
          if (!region || !changesLines(change, 'head', region)) continue
          yield {
            location: { side: 'head', path: change.path, region },
            subject: `${tool} ${name} ${key}`,
            message: `\`${name}\` shares the ${what} of its host: it sees and reaches what other containers and the node keep to themselves.`,
            fix: `Leave \`${key}\` out${what === 'network' ? ', and publish the ports that are needed' : ''}.`,
          }
        }
      }
    }
  },
})
