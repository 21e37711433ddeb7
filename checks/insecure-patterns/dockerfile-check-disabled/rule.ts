import { defineRule } from '../../../src/model/index.ts'
import type { Instruction } from '../../../src/parse/dockerfile/index.ts'
import { DOCKERFILES, dockerfileOptions, type Mistake, mistakesIn } from '../dockerfile/dockerfiles.ts'

/** Options of programs that turn off the check of who answers, or of what came. */
const CHECKS: readonly { text: RegExp; what: string; fix: string }[] = [
  {
    text: /\bcurl\b[^|;&]*?\s(?:--insecure|-[a-zA-Z]*k[a-zA-Z]*)(?=\s)/,
    what: '`curl` accepts any certificate',
    fix: 'Leave the option out; for a private authority, pass its certificate with `--cacert`.',
  },
  {
    text: /\bwget\b[^|;&]*?\s--no-check-certificate\b/,
    what: '`wget` accepts any certificate',
    fix: 'Leave the option out; for a private authority, pass its certificate with `--ca-certificate`.',
  },
  {
    text: /\bapt(?:-get)?\b[^|;&]*?\s(?:--allow-unauthenticated|--force-yes)\b/,
    what: '`apt` installs packages that nobody signed',
    fix: 'Leave the option out, and add the key of the repository with `signed-by`.',
  },
  {
    text: /\bapk\b[^|;&]*?\s--allow-untrusted\b/,
    what: '`apk` installs packages that nobody signed',
    fix: 'Leave the option out, and copy the key of the repository to `/etc/apk/keys`.',
  },
  {
    text: /\b(?:yum|dnf|microdnf|zypper)\b[^|;&]*?\s(?:--nogpgcheck|--no-gpg-checks)\b/,
    what: 'packages that nobody signed are installed',
    fix: 'Leave the option out, and import the key of the repository with `rpm --import`.',
  },
  {
    text: /\bpip3?\b[^|;&]*?\s--trusted-host\b/,
    what: '`pip` accepts any certificate of that host',
    fix: 'Leave the option out; for a private authority, pass its certificate with `--cert`.',
  },
  {
    text: /\b(?:npm|yarn|pnpm)\s+(?:config\s+)?set\s+strict-ssl[\s=]+false\b/,
    what: 'packages are taken from whoever answers',
    fix: 'Leave it out; for a private authority, set `cafile`.',
  },
  {
    text: /\bgit\b[^|;&]*?\bhttp\.sslVerify[\s=]+(?:false|0)\b/i,
    what: '`git` accepts any certificate',
    fix: 'Leave it out; for a private authority, set `http.sslCAInfo`.',
  },
]
const VARIABLE = /\b(NODE_TLS_REJECT_UNAUTHORIZED|GIT_SSL_NO_VERIFY|PYTHONHTTPSVERIFY)[\s=]+["']?(0|1|true)\b/

export default defineRule({
  title: 'Image built without checking what it takes in',
  level: 'error',
  confidence: 'high',
  status: 'stable',
  module: 13,
  cwe: [295, 494],
  files: DOCKERFILES,
  options: dockerfileOptions,
  check: (context) => mistakesIn(context, unchecked),
})

function* unchecked(instructions: readonly Instruction[]): Generator<Mistake> {
  for (const instruction of instructions) {
    if (instruction.keyword === 'ENV' || instruction.keyword === 'ARG') {
      const [part, name = '', value = ''] = VARIABLE.exec(instruction.text) ?? []
      if (part !== undefined && (name === 'GIT_SSL_NO_VERIFY' ? value !== '0' : value === '0'))
        yield {
          instruction,
          part: name,
          words: name,
          message: `\`${name}\` turns the check of certificates off, for the whole image.`,
          fix: 'Leave it out; for a private authority, install its certificate in the image.',
        }
    }
    if (instruction.keyword !== 'RUN') continue
    for (const { text, what, fix } of CHECKS) {
      const [whole] = text.exec(`${instruction.text} `) ?? []
      const option = whole?.trim().split(/\s+/).at(-1)
      if (option === undefined) continue
      yield {
        instruction,
        part: option,
        words: `${what} ${option}`,
        message: `${what[0]?.toUpperCase()}${what.slice(1)} while the image is built: \`${option}\`.`,
        fix,
      }
    }
  }
}
