import { defineRule } from '../../../src/model/index.ts'
import { type Manifest, manifestOptions, YAML } from '../containers/containers.ts'
import { type Mistake, mistakesIn } from '../containers/mistakes.ts'
import { escalations, rootUsers, unconfined } from '../containers/guards.ts'

export default defineRule({
  title: 'Guard of a container turned off',
  level: 'warning',
  confidence: 'high',
  status: 'stable',
  module: 13,
  cwe: [250, 269, 693],
  files: YAML,
  options: manifestOptions,
  check: (context) => mistakesIn(context, turnedOff),
})

function* turnedOff(manifest: Manifest): Generator<Mistake> {
  yield* rootUsers(manifest)
  yield* escalations(manifest)
  yield* unconfined(manifest)
}
