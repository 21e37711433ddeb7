import { readFileSync } from 'node:fs'
import { z } from 'zod'

/** In a checkout package.json is two folders up; in the package, beside `dist`. */
function read(): string {
  for (const path of ['../../package.json', '../../../package.json']) {
    try {
      const text = readFileSync(new URL(path, import.meta.url), 'utf8')
      return z.object({ version: z.string() }).parse(JSON.parse(text)).version
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    }
  }
  return '0.0.0'
}

/** Version of this program. */
export const version = read()
