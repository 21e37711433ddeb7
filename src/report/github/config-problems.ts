import type { ConfigProblem } from '../../../config/index.ts'
import type { Family } from '../../model/index.ts'
import { codeSpan, markdownProse, shorten, visible } from '../escape/index.ts'
import { count } from '../words.ts'
import { fitBlocks } from './markdown.ts'
import { type CheckRunPayload, checkRunName, LIMITS, RECHECK } from './payload.ts'

export interface ConfigProblemsContext {
  /** Short name of the branch whose file is in force. */
  baseRef: string
  families: readonly Pick<Family, 'id' | 'title'>[]
  /** What the head's own version of the file is worth, where the pull request edits it. */
  head?: { ok: true } | { ok: false; problems: readonly ConfigProblem[] }
  /** The pull request changes nothing but the configuration, to a valid one: it must not block its own remedy. */
  mendsIt?: boolean
}

/**
 * Check runs for a repository whose configuration is not valid: nothing was reviewed, each mistake is named
 * with its line, and no check passes. The defaults are not used in its place: they could be weaker.
 */
export function configProblemRuns(
  problems: readonly ConfigProblem[],
  context: ConfigProblemsContext,
): CheckRunPayload[] {
  const path = problems[0]?.path ?? '.roadmap.yml'
  const blocks = [
    `Nothing was reviewed: ${codeSpan(path)} on ${codeSpan(context.baseRef)} has ${count(problems.length, 'mistake')}.`,
    ...(context.head?.ok
      ? [
          `This pull request mends it: the checks run as soon as it is merged into ${codeSpan(context.baseRef)}.`,
        ]
      : []),
    ...problems.map(problemLine),
    ...(context.head && !context.head.ok
      ? [
          `**The version in this pull request** has ${count(context.head.problems.length, 'mistake')} too:`,
          ...context.head.problems.map(problemLine),
        ]
      : []),
  ]
  const summary = fitBlocks(blocks, LIMITS.text, (left) => `_and ${left} more_`)
  const annotations = context.head && !context.head.ok ? annotationsOf(context.head.problems) : []
  return context.families.map((family, index) => ({
    family: family.id,
    name: checkRunName(family),
    conclusion: context.mendsIt ? 'neutral' : 'action_required',
    title: shorten(visible(`${path} is not valid: ${count(problems.length, 'mistake')}`), LIMITS.title),
    summary,
    annotations: index === 0 ? annotations : [],
    actions: [RECHECK],
  }))
}

/** Mistakes of the head's version as annotations on its lines. */
export function annotationsOf(problems: readonly ConfigProblem[]): CheckRunPayload['annotations'] {
  // Of a shared configuration there is no line in this pull request.
  const own = problems.filter(({ elsewhere }) => !elsewhere)
  return own.slice(0, LIMITS.annotationsPerRequest).map((problem) => ({
    path: problem.path,
    startLine: problem.line,
    endLine: problem.line,
    startColumn: problem.column,
    level: 'failure',
    title: 'Configuration is not valid',
    message: shorten(visible(textOf(problem)), LIMITS.message),
  }))
}

/** `- .roadmap.yml:3:5: unknown key …` as Markdown. */
export function problemLine(problem: ConfigProblem): string {
  const place = codeSpan(`${problem.path}:${problem.line}:${problem.column}`)
  return `- ${place}: ${markdownProse(shorten(textOf(problem), 500))}`
}

function textOf(problem: ConfigProblem): string {
  return problem.hint ? `${problem.message} (${problem.hint})` : problem.message
}
