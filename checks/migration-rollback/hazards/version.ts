import type { RuleContext } from '../../../src/model/index.ts'
import type { MigrationOptions } from '../options.ts'

/** Of the versions that are still maintained the oldest: what is claimed for it holds for the newer ones. */
const ASSUMED = 14
/** Files that name images of databases. */
const FILES = ['**/{docker-,}compose*.{yml,yaml}', '.github/workflows/*.{yml,yaml}', '.gitlab-ci.yml']
const MAX_FILES = 40
const IMAGE =
  /\bimage:\s*["']?(?:[\w./-]+\/)?(?:postgres|postgis|pgvector|timescaledb(?:-ha)?):(?:pg)?(\d{1,2})\b/gi

/** PostgreSQL's major version: as configured, else the oldest that compose files and CI name, else one that is assumed. */
export async function postgresVersion(context: RuleContext<MigrationOptions>): Promise<number> {
  const { options, changeSet, shared } = context
  if (options['postgres-version'] !== 'auto') return options['postgres-version']
  return shared('postgres version', async () => {
    const paths = (await changeSet.head.list(FILES)).slice(0, MAX_FILES)
    const texts = await changeSet.head.readMany(paths)
    const versions = [...texts.values()].flatMap((content) =>
      content.kind === 'text'
        ? [...content.text.slice(0, 200_000).matchAll(IMAGE)].map((match) => Number(match[1]))
        : [],
    )
    const named = versions.filter((version) => version >= 9 && version < 40)
    return named.length > 0 ? Math.min(...named) : ASSUMED
  })
}
