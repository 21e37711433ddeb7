import { randomUUID } from 'node:crypto'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'

/**
 * Sets variables in a `.env` file, readable by its owner alone. Lines of other variables stay. The file is
 * replaced whole, so that no reader sees half a key.
 */
export async function writeEnvFile(path: string, variables: Readonly<Record<string, string>>): Promise<void> {
  const before = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  const names = new Set(Object.keys(variables))
  const kept = before
    .split(/\r?\n/)
    .filter((line) => !names.has(/^\s*(?:export\s+)?([A-Z_]+)\s*=/.exec(line)?.[1] ?? ''))
  const lines = Object.entries(variables).map(([name, value]) => `${name}="${quote(value)}"`)
  const text = `${[...kept.join('\n').trimEnd().split('\n').filter(Boolean), ...lines].join('\n')}\n`
  const temporary = `${path}.${randomUUID()}`
  try {
    await writeFile(temporary, text, { mode: 0o600, flag: 'wx' })
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

/** For double quotes as Node's `loadEnvFile` and compose read them. */
function quote(value: string): string {
  if (value.includes('"')) throw new Error('a quote cannot stand in a .env value')
  return value
    .trim()
    .replaceAll('\r', '')
    .replaceAll('\n', String.raw`\n`)
}
