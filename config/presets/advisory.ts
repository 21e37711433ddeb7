import type { Preset } from './index.ts'

/** For the first weeks: everything is said, nothing fails. */
export const advisory: Preset = {
  extends: ['roadmap:recommended'],
  mode: 'advisory',
}
