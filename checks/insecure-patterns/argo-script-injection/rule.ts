import { defineRule } from '../../../src/model/index.ts'
import { itemsOf, textAt, valueAt, type ConfigNode } from '../../../src/parse/config-tree/index.ts'
import { type Manifest, manifestOptions, YAML } from '../containers/containers.ts'
import { type Mistake, mistakesIn } from '../containers/mistakes.ts'

const KINDS = /^(?:Cron|Cluster)?Workflow(?:Template)?$/
/** @see https://argo-workflows.readthedocs.io/en/latest/variables/ */
const PARAMETER = /\{\{=?\s*(?:inputs|workflow)\.parameters\b|\{\{=?\s*(?:steps|tasks)\.[\w.-]+\.outputs\b/
const SHELL = /^(?:\/\w+(?:\/\w+)*\/)?(?:ba|z|da|k|a)?sh$|^(?:python\d?|node|perl|ruby|php)(?:\.\d+)*$/

export default defineRule({
  title: 'Script of Argo with a parameter pasted in',
  level: 'note',
  confidence: 'medium',
  status: 'preview',
  module: 9,
  cwe: [94, 78],
  files: YAML,
  options: manifestOptions,
  check: (context) => mistakesIn(context, pasted),
})

function* pasted({ objects }: Manifest): Generator<Mistake> {
  for (const { kind, name, node } of objects) {
    if (!KINDS.test(kind)) continue
    const spec = kind === 'CronWorkflow' ? valueAt(node, 'spec', 'workflowSpec') : valueAt(node, 'spec')
    for (const template of itemsOf(valueAt(spec, 'templates')))
      for (const text of scriptsOf(template)) {
        if (text.kind !== 'scalar' || !PARAMETER.test(text.text)) continue
        yield {
          at: text,
          words: `${name} ${textAt(template, 'name') ?? ''}`,
          message:
            'A parameter is pasted into the script before it runs: who hands it over can write commands.',
          fix: 'Give it to the container by `env`, and write `"$NAME"` in the script.',
        }
      }
  }
}

function scriptsOf(template: ConfigNode): ConfigNode[] {
  const source = valueAt(template, 'script', 'source')
  const container = valueAt(template, 'container')
  const words = ['command', 'args'].flatMap((key) => itemsOf(valueAt(container, key)))
  const isShell = words.some((one) => one.kind === 'scalar' && SHELL.test(one.text))
  return [...(source ? [source] : []), ...(isShell ? words : [])]
}
