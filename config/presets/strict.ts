import type { Preset } from './index.ts'

/** For teams that want to hear everything: warnings fail, rules in preview run, drafts are reviewed in full. */
export const strict: Preset = {
  extends: ['roadmap:recommended'],
  preview: true,
  gate: { 'fail-on': 'warning' },
  review: { 'max-inline': 25, drafts: 'full' },
}
