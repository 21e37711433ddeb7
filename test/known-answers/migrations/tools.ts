import { ATLAS, ATLAS_MYSQL, ATLAS_SQLITE } from './atlas-rules.ts'
import { EUGENE } from './eugene-rules.ts'
import type { ComparedTool } from './hazard-case.ts'
import { SQUAWK } from './squawk-rules.ts'
import { STRONG_MIGRATIONS, STRONG_MIGRATIONS_MYSQL } from './strong-migrations-rules.ts'

export const TOOLS: readonly ComparedTool[] = [
  SQUAWK,
  STRONG_MIGRATIONS,
  STRONG_MIGRATIONS_MYSQL,
  EUGENE,
  ATLAS,
  ATLAS_MYSQL,
  ATLAS_SQLITE,
]
