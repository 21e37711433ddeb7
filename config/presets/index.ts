import type { FileConfig } from '../file/schema.ts'
import { advisory } from './advisory.ts'
import { recommended } from './recommended.ts'
import { strict } from './strict.ts'

/** A preset says what a file can say; one that extends another only adds to it. */
export type Preset = Omit<FileConfig, 'version'>

export const DEFAULT_PRESET = 'roadmap:recommended'

export const presets: ReadonlyMap<string, Preset> = new Map<string, Preset>([
  [DEFAULT_PRESET, recommended],
  ['roadmap:strict', strict],
  ['roadmap:advisory', advisory],
])
