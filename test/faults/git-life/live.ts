import { readMarker } from '../../../src/report/github/index.ts'
import type { Pull } from '../../stand-in/index.ts'
import type { GitHubWithApp } from '../../end-to-end/github.ts'
import { Branch } from './branch.ts'
import { unitsNamed } from './marked-lines.ts'
import type { GitLife } from './steps.ts'

let lives = 0

/**
 * Lives through one life and answers what broke the law: after every push, exactly what the head holds is said, each
 * in a comment of its own that speaks of it and of no other, and the check runs tell a head with findings from one without.
 */
export async function live(github: GitHubWithApp, { pushes }: GitLife): Promise<string[]> {
  const { standIn } = github
  const { branch, pull } = await Branch.create(standIn, `life-${(lives += 1)}`)
  await github.rest()
  const broken = await judge(github, branch, pull)
  for (const [index, { push, amend }] of pushes.entries()) {
    if (broken.length > 0) return broken
    await branch.push(push, amend)
    await github.rest()
    const found = await judge(github, branch, pull)
    broken.push(...found.map((what) => `push ${index} (${push.do}): ${what}`))
  }
  broken.push(...standIn.violations.map((violation) => JSON.stringify(violation)))
  return broken
}

async function judge(github: GitHubWithApp, branch: Branch, pull: Pull): Promise<string[]> {
  const comments = await github.standIn.reviewComments(pull)
  const open = comments.filter(({ body }) => readMarker(body)?.state === 'open')
  const said = open.flatMap(({ body }) => unitsNamed(body)).toSorted((a, b) => a - b)
  const there = branch.units()
  const broken: string[] = []
  if (said.join() !== there.join())
    broken.push(`said ${said.join() || 'nothing'}, there ${there.join() || 'nothing'}`)
  const due = there.length > 0 ? 'failure' : 'success'
  const check = github.checks(branch.repository, branch.head)['Insecure patterns']?.split(', ').at(-1)
  // Where the branch is what the base is, the rule has nothing to look at.
  if (check !== due) broken.push(`the check says ${check} instead of ${due}`)
  return broken
}
