import { defineRule } from '../../../src/model/index.ts'
import type { Instruction } from '../../../src/parse/dockerfile/index.ts'
import { DOCKERFILES, dockerfileOptions, type Mistake, mistakesIn } from '../dockerfile/dockerfiles.ts'
import { baseImages, isNewest } from '../dockerfile/images.ts'

const HABITS: readonly { keyword: RegExp; text: RegExp; message: string; fix: string }[] = [
  {
    keyword: /^RUN$/,
    text: /(?:^|&&|\|\||[;|(])\s*sudo\s+(?!-\S*[uEH]|--user)/,
    message: '`sudo` gives whoever gets into the container a way to become root.',
    fix: 'Do it before `USER`, as root, and leave `sudo` out of the image.',
  },
  {
    keyword: /^RUN$/,
    text: /\bchmod\s+(?:-\w+\s+)*(?:0?777|a\+rwx|ugo\+rwx|o\+w|a\+w)\b/,
    message: 'Every process of the container can change these files.',
    fix: 'Give them to the one user that needs them (`COPY --chown`, `chmod u+w`).',
  },
  {
    keyword: /^(?:RUN|CMD|ENTRYPOINT|VOLUME|ENV)$/,
    text: /\bdocker\.sock\b/,
    message: 'With the socket of Docker a process starts a container that has the whole host.',
    fix: 'Leave it out; where images are built, use a builder without a daemon (BuildKit rootless, Kaniko).',
  },
  {
    keyword: /^(?:RUN|CMD|ENTRYPOINT)$/,
    text: /\bdockerd?\b[^;&|]{0,300}(?:-H|--host)[\s=,"']+tcp:\/\/0\.0\.0\.0:2375/,
    message: 'Whoever reaches the port has the whole host: Docker listens without TLS.',
    fix: 'Listen on a socket, or with `--tlsverify`.',
  },
  {
    keyword: /^RUN$/,
    text: /--security=insecure|--network=host/,
    message: 'This step of the build has rights of its host.',
    fix: 'Leave the option out.',
  },
  {
    keyword: /^EXPOSE$/,
    text: /(?:^|\s)(?:22|23|3389)(?:\/tcp)?(?=\s|$)/,
    message: 'A way to log in is opened into the container.',
    fix: 'Leave it out; `docker exec` and `kubectl exec` ask who you are.',
  },
]

export default defineRule({
  title: 'Step of a Dockerfile that weakens the image',
  level: 'note',
  confidence: 'high',
  status: 'stable',
  module: 13,
  cwe: [250, 732, 1357],
  files: DOCKERFILES,
  options: dockerfileOptions,
  check: (context) => mistakesIn(context, unsafe),
})

function* unsafe(instructions: readonly Instruction[]): Generator<Mistake> {
  for (const instruction of instructions) {
    const { keyword, text } = instruction
    for (const habit of HABITS) {
      const [found] = habit.keyword.test(keyword) ? (habit.text.exec(text) ?? []) : []
      if (found !== undefined)
        yield { instruction, part: found.trim(), words: found.trim(), message: habit.message, fix: habit.fix }
    }
  }
  for (const { instruction, image } of baseImages(instructions))
    if (isNewest(image))
      yield {
        instruction,
        words: `image ${image}`,
        message: `\`${image}\` is whatever is newest on the day the image is built.`,
        fix: 'Name the version and its digest: `image:1.2.3@sha256:…`; Dependabot and Renovate keep both up to date.',
      }
}
