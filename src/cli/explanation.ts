import { type Origin, type PathExplanation, CONFIG_PATH } from '../../config/index.ts'
import { visible } from '../report/escape/index.ts'

/** What holds for a path as text: a line a rule, and under it the chain that set it; the last one wins. */
export function explanationText(explanation: PathExplanation, file: string | undefined): string {
  const { path, ignored, criticalPaths, rules } = explanation
  const head = [
    path,
    `  configuration: ${file ?? `no ${CONFIG_PATH}: the preset roadmap:recommended`}`,
    `  ignored: ${ignored.value ? 'yes' : 'no'}${ignored.decidedBy ? ` (${ignored.decidedBy.glob}, ${place(ignored.decidedBy.source)})` : ''}`,
    ...(criticalPaths.length > 0 ? [`  critical: ${criticalPaths.join(', ')}`] : []),
  ]
  const blocks = rules.map(({ id, enabled, level, options, origin, waivers }) => {
    const given = Object.keys(options ?? {}).length > 0 ? `  ${JSON.stringify(options)}` : ''
    return [
      `${id}: ${enabled ? level : 'off'}${enabled ? given : ''}`,
      ...origin.map((step) => `  ${stepText(step)}`),
      ...waivers.map(
        ({ reason, expires, expired, source }) =>
          `  ${expired ? 'waiver that expired on' : 'waived until'} ${expires}: ${reason} (${place(source)})`,
      ),
    ]
  })
  return `${[head, ...blocks].map((lines) => lines.map(visible).join('\n')).join('\n\n')}\n`
}

function stepText({ what, pattern, line, sets }: Origin): string {
  const values = [
    ...(sets.off ? ['off'] : []),
    ...(sets.level === undefined ? [] : [sets.level]),
    ...(sets.allowWhenLabel === undefined ? [] : [`allow-when-label: ${sets.allowWhenLabel.join(', ')}`]),
    ...(sets.options === undefined ? [] : [JSON.stringify(sets.options)]),
  ]
  const where = line === undefined ? what : `${what}, line ${line}`
  return `${where}${pattern === undefined ? '' : ` (${pattern})`}: ${values.join(' ') || 'nothing'}`
}

function place({ what, line }: { what: string; line?: number }): string {
  return line === undefined ? what : `${what}:${line}`
}
