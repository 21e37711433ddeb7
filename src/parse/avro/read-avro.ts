import { readAvroIdl } from './read-idl.ts'
import { readAvroJson, type ReadAvro } from './read-json.ts'

export type { ReadAvro } from './read-json.ts'

/** Reads a schema or protocol, in JSON or in the language of `.avdl`. */
export function readAvro(path: string, text: string): ReadAvro {
  return path.endsWith('.avdl') ? readAvroIdl(path, text) : readAvroJson(path, text)
}
