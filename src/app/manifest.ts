import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'

const schema = z.object({
  name: z.string(),
  description: z.string(),
  url: z.url(),
  public: z.boolean(),
  default_permissions: z.record(z.string(), z.enum(['read', 'write'])),
  default_events: z.array(z.string()),
})

/** `app.yml` of this program. */
export type Manifest = z.output<typeof schema>

/** Beside `src` in a checkout, beside `dist` in an installed package. */
const PLACES = ['../../app.yml', '../../../app.yml']

export function readManifest(): Manifest {
  for (const place of PLACES) {
    let text: string
    try {
      text = readFileSync(new URL(place, import.meta.url), 'utf8')
    } catch {
      continue
    }
    return schema.parse(parse(text))
  }
  throw new Error('app.yml is missing from this installation')
}

/** What the form of the manifest flow posts to GitHub. */
export function manifestFor(publicUrl: string, webhookPath: string): object {
  return {
    ...readManifest(),
    hook_attributes: { url: `${publicUrl}${webhookPath}`, active: true },
    redirect_url: `${publicUrl}/setup/callback`,
  }
}
