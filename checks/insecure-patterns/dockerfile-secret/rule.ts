import { defineRule } from '../../../src/model/index.ts'
import type { Instruction } from '../../../src/parse/dockerfile/index.ts'
import { DOCKERFILES, dockerfileOptions, type Mistake, mistakesIn } from '../dockerfile/dockerfiles.ts'

const NAME =
  /(?:^|_)(?:PASSWORD|PASSWD|PASS|SECRET|SECRET_KEY|SECRET_KEY_BASE|ACCESS_KEY|ACCESS_KEY_ID|API_KEY|APIKEY|TOKEN|CREDENTIALS?|PRIVATE_KEY|SSH_KEY|NPM_TOKEN)$/i
/** A value that somebody fills in later, or that only the build needs to begin. */
const NO_SECRET =
  /^(?:|["']{2}|\$.*|["']?(?:dummy|changeme|none|null|true|false|yes|no|on|off|enabled|disabled|placeholder|test|x+)["']?|\d{1,3}|["']?\/.*)$/i
/** `NAME=value` pairs, and the old form `ENV NAME value`. */
const PAIR = /(?<!\w)([A-Za-z_]\w*)=("(?:[^"\\]|\\.)*"|'[^']*'|(?:[^\s"'\\]|\\.)*)/g
const FILES =
  /(?:^|[\s/])(?:\.env(?:\.(?:prod|production))?|id_(?:rsa|dsa|ecdsa|ed25519)|\.pypirc|\.netrc|\.git-credentials|\.aws|credentials\.json|service-account\.json|(?![\w.-]*(?:pub|gpg|keyring|ca|cert|chain|root)[\w.-]*\s)[\w.-]+\.(?:pem|key|p12|pfx|jks))(?=\s)/

export default defineRule({
  title: 'Secret baked into an image',
  level: 'warning',
  confidence: 'medium',
  status: 'stable',
  module: 13,
  cwe: [798, 538],
  files: DOCKERFILES,
  options: dockerfileOptions,
  check: (context) => mistakesIn(context, secrets),
})

function* secrets(instructions: readonly Instruction[]): Generator<Mistake> {
  for (const instruction of instructions) {
    const { keyword, text } = instruction
    if (keyword === 'ARG' || keyword === 'ENV') {
      const pairs = [...text.matchAll(PAIR)].map(([, name = '', value = '']) => ({ name, value }))
      const [, alone = '', rest = ''] = /^(\w+)(?:\s+([^=]*))?$/.exec(text.trim()) ?? []
      if (pairs.length === 0 && alone !== '') pairs.push({ name: alone, value: rest })
      for (const { name, value } of pairs) {
        if (!NAME.test(name)) continue
        // An argument without a value is given at build time, and stays in the history of the image all the same.
        const isGiven = keyword === 'ARG' && value === ''
        if (!isGiven && NO_SECRET.test(value)) continue
        yield {
          instruction,
          part: name,
          words: name,
          message: isGiven
            ? `\`${name}\` is given as an argument of the build: everybody who has the image reads it with \`docker history\`.`
            : `\`${name}\` is written into the image: everybody who has it reads it.`,
          fix: 'Use `RUN --mount=type=secret` in the build, and give it to the container when it starts.',
        }
      }
    }
    if (keyword === 'COPY' || keyword === 'ADD') {
      const [found] =
        FILES.exec(
          `${text
            .replace(/--\S+/g, '')
            .trim()
            .replace(/\s\S+$/, '')} `,
        ) ?? []
      if (found !== undefined && !/--from=/.test(text))
        yield {
          instruction,
          part: found.trim(),
          words: `file ${found.trim()}`,
          message: `\`${found.trim().replace(/^\//, '')}\` is copied into the image: everybody who has it reads it.`,
          fix: 'Use `RUN --mount=type=secret` in the build, and give it to the container when it starts.',
        }
    }
  }
}
