import { parseArgs } from 'node:util'

export const USAGE = `usage: CORPUS_DIR=<folder of git clones> npm run precision -- [options]

Reviews the last commits of each clone's first-parent history, every one against its first parent, with the
recommended configuration, and prints how many findings each rule shows, what was not looked at, and how long a review took.

  --commits N        commits of each clone (default 200)
  --repositories A,B only these sub-folders of CORPUS_DIR
  --touching SPEC    only commits that touch this git pathspec; may be repeated
  --critical GLOB    this path is critical code; may be repeated
  --rules GLOB       only rules whose id matches; may be repeated
  --preview          rules in preview too
  --findings FILE    writes each finding shown as one line of JSON, to be read beside the diff
`

export interface Options {
  commits: number
  repositories?: string[]
  touching: string[]
  critical: string[]
  rules: string[]
  preview: boolean
  findings?: string
}

/** Undefined where help is asked for. Throws TypeError for an unknown option or a number that is none. */
export function readOptions(args: string[]): Options | undefined {
  const { values } = parseArgs({
    args,
    options: {
      commits: { type: 'string', default: '200' },
      repositories: { type: 'string' },
      touching: { type: 'string', multiple: true, default: [] },
      critical: { type: 'string', multiple: true, default: [] },
      rules: { type: 'string', multiple: true, default: [] },
      preview: { type: 'boolean', default: false },
      findings: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return undefined
  const commits = Number(values.commits)
  if (!Number.isInteger(commits) || commits < 1) throw new TypeError('--commits wants a whole number above 0')
  return {
    commits,
    ...(values.repositories !== undefined && { repositories: values.repositories.split(',') }),
    touching: values.touching,
    critical: values.critical,
    rules: values.rules,
    preview: values.preview,
    ...(values.findings !== undefined && { findings: values.findings }),
  }
}
