import type { Preset } from './index.ts'

/** What is in force without a file: rules at their own levels, few comments, errors fail. */
export const recommended: Preset = {
  mode: 'enforce',
  preview: false,
  gate: { 'fail-on': 'error' },
  review: {
    'max-inline': 10,
    'group-after': 3,
    drafts: 'summary',
    'min-level': 'note',
    'when-fixed': 'edit',
    'request-reviewers': true,
  },
  // Code nobody of the team wrote. Nothing here may hold a hand-written specification or migration.
  ignore: ['**/node_modules/**', '**/vendor/**', '**/third_party/**', '**/*.min.js'],
}
