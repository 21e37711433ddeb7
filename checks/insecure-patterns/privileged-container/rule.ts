import { changesLines, defineRule, type Region } from '../../../src/model/index.ts'
import { itemsOf, valueAt } from '../../../src/parse/config-tree/index.ts'
import {
  changedManifests,
  containersOf,
  hostOptions,
  type Container,
  setTo,
  YAML,
} from '../containers/containers.ts'

/** Capabilities with which a process leaves its container. */
const OUT = /^(?:CAP_)?(?:ALL|SYS_ADMIN|SYS_MODULE|SYS_PTRACE|SYS_RAWIO|DAC_READ_SEARCH|BPF)$/i

export default defineRule({
  title: 'Container with the rights of its host',
  level: 'warning',
  confidence: 'high',
  status: 'preview',
  module: 13,
  cwe: [250],
  files: YAML,
  options: hostOptions,

  async *check(context) {
    for await (const { change, manifest } of changedManifests(context)) {
      for (const container of containersOf(manifest, context.optionsFor(change.path))) {
        for (const { start, end, words, message } of rightsOf(container)) {
          const region: Region = manifest.source.region(start, end)
          if (!changesLines(change, 'head', region)) continue
          yield {
            location: { side: 'head', path: change.path, region },
            subject: `${container.tool} ${container.name} ${words}`,
            message,
            fix: 'Leave it out, and give by name the one capability or device that is needed (`NET_BIND_SERVICE` for ports below 1024).',
          }
        }
      }
    }
  },
})

interface Right {
  start: number
  end: number
  words: string
  message: string
}

function* rightsOf({ tool, name, node }: Container): Generator<Right> {
  const settings = tool === 'compose' ? node : valueAt(node, 'securityContext')
  const privileged = setTo(settings, 'privileged')
  if (privileged)
    yield {
      start: privileged.at.start,
      end: privileged.value.end,
      words: 'privileged',
      message: `\`${name}\` is privileged: a process in it can mount the host's disks and load modules into its kernel.`,
    }
  const added = tool === 'compose' ? valueAt(node, 'cap_add') : valueAt(settings, 'capabilities', 'add')
  for (const item of itemsOf(added))
    if (item.kind === 'scalar' && OUT.test(item.text))
      yield {
        start: item.start,
        end: item.end,
        words: item.text,
        message: `With \`${item.text}\` a process in \`${name}\` can leave its container.`,
      }
}
