/** Files that hold Avro schemas and protocols, and JSON files that may: the content decides. */
export const AVRO_FILES = ['**/*.{avsc,avpr,avdl}', '**/*.json'] as const

const NEVER = /(?:^|\/)node_modules\/|(?:^|\/)(?:package(?:-lock)?|composer|tsconfig[^/]*)\.json$/

/** Whether a file is Avro by its name, or a JSON text that says so. */
export function looksLikeAvro(path: string, text: string): boolean {
  if (NEVER.test(path)) return false
  if (/\.av(?:sc|pr|dl)$/.test(path)) return true
  if (/"type"\s*:\s*"record"/.test(text)) return text.includes('"fields"') && text.includes('"name"')
  if (/"type"\s*:\s*"enum"/.test(text)) return text.includes('"symbols"') && text.includes('"name"')
  return /"protocol"\s*:/.test(text) && /"messages"\s*:/.test(text) && /"request"\s*:/.test(text)
}
