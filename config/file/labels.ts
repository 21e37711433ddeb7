import { z } from 'zod'

/** Key beside `level` in an entry of `checks`, for any rule or pattern. */
export const ALLOW_WHEN_LABEL = 'allow-when-label'

/** GitHub takes no longer names, and no empty ones. */
const label = z.string().trim().min(1).max(50)

/** One label or several; any of them allows. */
export const allowWhenLabel = z.union([label, z.array(label).min(1).max(20)])
