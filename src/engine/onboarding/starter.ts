/** What the configuration to start from shows where no folder proposes a critical path. */
export const EXAMPLE_PATHS = `# critical-paths:
#   payments: { paths: ["services/payments/**"], level: error }
`

/** What `init` writes: valid as it stands, with what most teams change first. */
export const STARTER = `# yaml-language-server: $schema=https://raw.githubusercontent.com/roadmap-review/roadmap-review/main/config/roadmap.schema.json
#
# What roadmap-review looks at in this repository. Every key is optional.
# Check it with \`roadmap-review config check\`; see what holds for a file with
# \`roadmap-review config explain <path>\`; list the rules with \`roadmap-review rules\`.
# A pull request is reviewed by the version of this file on its base branch.
version: 1

# A set of rules and levels to start from: roadmap:recommended, roadmap:strict or roadmap:advisory.
extends: [roadmap:recommended]

# enforce: findings at the gate fail the check. advisory: comments, never a failing check.
mode: advisory

# The level at which a finding fails the check: error, warning, note or never.
gate: { fail-on: error }

# Paths that no rule looks at.
ignore:
  - "**/generated/**"
  - "**/vendor/**"

# Code that must not change without a test that changes with it.
${EXAMPLE_PATHS}
# Rules by id or glob: off, a level, or a level with options.
# checks:
#   migration-rollback/missing-down: error

# Other settings for some paths.
# overrides:
#   - paths: ["scripts/**"]
#     checks: { insecure-patterns/*: note }

# Findings that the team accepts, with a reason and an end.
# waivers:
#   - check: migration-rollback/missing-down
#     paths: ["db/migrate/20261101_split_orders.sql"]
#     reason: One-way data split; restore is by snapshot
#     expires: 2027-01-31
`
