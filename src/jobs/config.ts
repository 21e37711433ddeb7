import { rules } from '../../checks/index.ts'
import { CONFIG_PATH, type ConfigResult, defaultConfig, parseConfig } from '../../config/index.ts'
import type { Snapshot } from '../model/index.ts'

/**
 * The configuration of one commit: the preset where there is no file. A file that cannot be read is a
 * mistake of the configuration, never a reason to fall back to the preset.
 */
export async function readConfig(snapshot: Snapshot, now: Date): Promise<ConfigResult> {
  const content = await snapshot.read(CONFIG_PATH)
  if (content.kind === 'text') return parseConfig(content.text, { path: CONFIG_PATH, rules, now })
  if (content.reason === 'absent') return { ok: true, config: defaultConfig(), notices: [] }
  const message = `it cannot be read: ${content.reason}${content.detail ? ` (${content.detail})` : ''}`
  return { ok: false, problems: [{ message, path: CONFIG_PATH, line: 1, column: 1 }] }
}
