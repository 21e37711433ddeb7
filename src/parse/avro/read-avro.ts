import { readAvroJson, type ReadAvro } from './read-json.ts'

export type { ReadAvro } from './read-json.ts'

/** Reads a schema or protocol, in JSON or in the language of `.avdl`. */
export function readAvro(path: string, text: string): ReadAvro {
  return readAvroJson(path, text)
}
