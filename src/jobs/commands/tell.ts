import { type Config, CONFIG_PATH, makeLinks, type Origin, ruleSettings } from '../../../config/index.ts'
import { rulesOf } from '../../engine/rules-of.ts'
import { codeSpan, markdownProse, shorten } from '../../report/escape/index.ts'
import { COMMANDS, type Command, effectiveConfig, fitAnswer } from '../../report/github/index.ts'
import { plainText } from '../../report/plain.ts'
import { makeCatalogue } from '../../report/shipped.ts'
import type { Outcome } from './command-store.ts'
import type { CommandContext } from './context.ts'
import { ruleNamed } from './rule-named.ts'

/** `help` */
export function help(): Outcome {
  const lines = Object.values(COMMANDS).map(({ usage, what }) => `- ${codeSpan(usage)}: ${what}`)
  return {
    kind: 'done',
    text: `Each at the beginning of a line of a comment:\n\n${lines.join('\n')}`,
  }
}

/** `explain`: the rule's page in short, and how it is set for the file of the thread. */
export async function explain(command: Command, context: CommandContext): Promise<Outcome> {
  const { thread } = context
  const named = command.rule === undefined ? undefined : ruleNamed(command.rule)
  if (named && 'problem' in named) return { kind: 'refused', text: named.problem }
  const ids = named ? [named.id] : (thread?.ruleIds ?? [])
  if (ids.length === 0) {
    return { kind: 'refused', text: `Which rule? ${codeSpan(COMMANDS.explain.usage)}` }
  }
  const loaded = await context.config()
  const config = loaded.ok ? loaded.config : undefined
  const blocks = ids.slice(0, 5).map((id) => explainRule(id, config, thread?.path, context.publicUrl))
  const problem = loaded.ok ? [] : [loaded.problem]
  return { kind: 'done', text: fitAnswer([...problem, ...blocks.flat()]) }
}

function explainRule(
  id: string,
  config: Config | undefined,
  path: string | undefined,
  appUrl: string | undefined,
): string[] {
  const rule = config && rulesOf(config).find((one) => one.id === id)
  const links = config && makeLinks({ config, ...(appUrl !== undefined && { appUrl }) })
  const catalogue = links && makeCatalogue(links, { custom: config.customRules })
  const info = catalogue?.rule(id)
  if (!rule || !info || !config || !catalogue) return [codeSpan(id)]
  const page = catalogue.links.rule(id)
  const prose = (text: string): string => markdownProse(shorten(plainText(text), 1_500))
  const settings = ruleSettings(config, rule, path)
  const at = path === undefined ? 'here' : `for ${codeSpan(path)}`
  return [
    `**${markdownProse(info.title)}** (${codeSpan(id)}): ${settings.enabled ? settings.level : 'off'} ${at}`,
    `**What:** ${prose(info.what)}`,
    `**Why:** ${prose(info.why)}`,
    ...(info.fix === '' ? [] : [`**Fix:** ${prose(info.fix)}`]),
    `**Set by:**\n\n${settings.origin.map((step) => `- ${originWords(step)}`).join('\n')}`,
    ...(page === '' ? [] : [`[The page of the rule](<${page}>)`]),
  ]
}

/** `config`: what is in force with what set it, and what is to be known of it. */
export async function showConfig(context: CommandContext): Promise<Outcome> {
  const loaded = await context.config()
  if (!loaded.ok) return { kind: 'refused', text: loaded.problem }
  const { config, notices = [] } = loaded
  const said = notices.map(({ message }) => `- ${markdownProse(shorten(message, 500))}`).slice(0, 20)
  return {
    kind: 'done',
    text: fitAnswer([
      `The configuration in force, from ${codeSpan(CONFIG_PATH)} of the base branch ${codeSpan(context.pull.baseRef)}:`,
      ...(said.length > 0 ? [said.join('\n')] : []),
      effectiveConfig(config, rulesOf(config), 40_000),
    ]),
  }
}

function originWords({ sets, ...step }: Origin): string {
  const { off, level, allowWhenLabel, options } = sets
  const what = [
    ...(off ? ['off'] : []),
    ...(level === undefined ? [] : [level]),
    ...(allowWhenLabel === undefined ? [] : [`allow-when-label: ${allowWhenLabel.join(', ')}`]),
    ...(options === undefined ? [] : [shorten(JSON.stringify(options), 500)]),
  ]
  return `${codeSpan(what.join(' ') || 'nothing')} (${sourceOf({ ...step, sets })})`
}

function sourceOf({ what, pattern, line }: Origin): string {
  return `${codeSpan(what)}${line === undefined ? '' : `, line ${line}`}${pattern === undefined ? '' : `, ${codeSpan(pattern)}`}`
}
