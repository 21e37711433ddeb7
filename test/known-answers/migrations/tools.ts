import type { ComparedTool } from './hazard-case.ts'
import { SQUAWK } from './squawk-rules.ts'

export const TOOLS: readonly ComparedTool[] = [SQUAWK]
