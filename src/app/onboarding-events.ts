import { z } from 'zod'
import type { OnboardingJob } from '../jobs/index.ts'

/** Repositories that are looked at when an app is installed on all of an account's; the others, with their first change. */
const MOST = 20

const repositories = z.array(z.object({ id: z.number(), full_name: z.string().regex(/^[^/]+\/[^/]+$/) }))
const installation = z.object({ id: z.number() })
const created = z.object({ action: z.literal('created'), installation, repositories })
const added = z.object({ action: z.literal('added'), installation, repositories_added: repositories })

/** First looks that a verified event asks for: the app was installed, or given more repositories. */
export function onboardingJobsOf(event: string, payload: unknown): OnboardingJob[] {
  if (event === 'installation') {
    const { data } = created.safeParse(payload)
    return data ? jobs(data.installation.id, data.repositories) : []
  }
  if (event !== 'installation_repositories') return []
  const { data } = added.safeParse(payload)
  return data ? jobs(data.installation.id, data.repositories_added) : []
}

function jobs(installationId: number, all: z.output<typeof repositories>): OnboardingJob[] {
  return all.slice(0, MOST).map(({ id, full_name: name }) => {
    const [owner = '', repo = ''] = name.split('/')
    return { onboard: true, installationId, owner, repo, repoId: id }
  })
}
