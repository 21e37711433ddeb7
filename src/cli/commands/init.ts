import { lstat, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import { CONFIG_PATH } from '../../../config/index.ts'
import { UserError } from '../../model/index.ts'
import type { Io } from '../io.ts'
import { fittedConfig } from '../../engine/onboarding/fitted.ts'
import { filesUnder } from '../files-under.ts'
import { lookCloser } from '../look-closer.ts'

export function addInit(program: Command, io: Io): void {
  program
    .command('init')
    .description(`write a commented ${CONFIG_PATH} to start from; never overwrites one`)
    .argument('[dir]', 'folder to write to', '.')
    .action(async (dir: string) => {
      const path = join(resolve(io.cwd, dir), CONFIG_PATH)
      let whole = true
      let missing: string[] = []
      try {
        const { paths, complete } = await filesUnder(resolve(io.cwd, dir))
        whole = complete
        // `wx` fails where the file exists, with no gap between looking and writing.
        // Before anything is looked at: reading a large tree for nothing would be rude.
        await refuseExisting(path)
        const closer = await lookCloser(resolve(io.cwd, dir), paths)
        missing = closer.missing
        await writeFile(path, fittedConfig(paths, closer.signs), { flag: 'wx' })
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException
        if (code === 'EEXIST') throw new UserError(`${path} exists: it is left as it is`, { cause: error })
        if (code === 'ENOENT' || code === 'ENOTDIR') {
          throw new UserError(`${resolve(io.cwd, dir)} is not a folder`, { cause: error })
        }
        throw error
      }
      io.stdout.write(`wrote ${path}\n`)
      if (!whole)
        io.stdout.write('not every folder was looked at for critical paths: too many, or not readable\n')
      if (missing.length > 0) io.stdout.write(`not looked at for critical paths: ${missing.join('; ')}\n`)
    })
}

async function refuseExisting(path: string): Promise<void> {
  const found = await lstat(path).catch(() => undefined)
  if (found) throw Object.assign(new Error(`${path} exists`), { code: 'EEXIST' })
}
