import type { Command } from 'commander'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { stringify } from 'yaml'
import { customRuleSchema, importSemgrep } from '../../../checks/insecure-patterns/custom/index.ts'
import { RULES_FOLDER } from '../../../config/index.ts'
import { UserError } from '../../model/index.ts'
import { visible } from '../../report/escape/index.ts'
import { EXIT, type ExitCode } from '../../report/index.ts'
import { count } from '../../report/words.ts'
import type { Io } from '../io.ts'

/** `rules import`: what was written for Semgrep and means the same here, as files of the repository. */
export function addImport(rules: Command, io: Io, end: (code: ExitCode) => void): void {
  rules
    .command('import')
    .description(`translate rules that were written for Semgrep, to ${RULES_FOLDER}`)
    .argument('<file>', 'YAML with a list of rules')
    .option('--to <folder>', 'where the files go', RULES_FOLDER)
    .action(async (file: string, { to }: { to: string }) => {
      const text = await readFile(resolve(io.cwd, file), 'utf8').catch((error: unknown) => {
        throw new UserError(`cannot read ${file}`, { cause: error })
      })
      const { rules: translated, left } = read(text, file)
      await mkdir(resolve(io.cwd, to), { recursive: true })
      for (const { name, data } of translated) {
        const path = join(to, `${name}.yml`)
        const checked = customRuleSchema.safeParse(data)
        if (!checked.success) {
          left.push({ id: name, why: checked.error.issues[0]?.message ?? 'not valid here' })
          continue
        }
        // `wx`: what a team has changed since is not written over.
        await writeFile(resolve(io.cwd, path), stringify(data, { lineWidth: 100 }), { flag: 'wx' }).then(
          () => io.stdout.write(`wrote ${visible(path)}\n`),
          (error: NodeJS.ErrnoException) => {
            if (error.code !== 'EEXIST') throw error
            left.push({ id: name, why: `${path} is there already` })
          },
        )
      }
      for (const { id, why } of left) io.stderr.write(`${visible(`left out ${id}: ${why}`)}\n`)
      io.stdout.write(
        `${count(translated.length + left.length, 'rule')}, ${left.length} left out; \`roadmap-review config check\` reads what was written\n`,
      )
      end(left.length > 0 ? EXIT.incomplete : EXIT.clean)
    })
}

function read(text: string, file: string): ReturnType<typeof importSemgrep> {
  try {
    return importSemgrep(text)
  } catch (error) {
    throw new UserError(`${file}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    })
  }
}
