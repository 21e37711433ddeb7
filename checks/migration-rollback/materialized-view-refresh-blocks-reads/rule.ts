import { defineHazard } from '../hazards/define.ts'

export default defineHazard({
  title: 'Materialized view refreshed while reads wait',
  level: 'note',
  status: 'stable',
  dialects: ['postgresql'],
  kinds: ['refresh-view'],
  judge({ view, concurrently }, { operations, opaque, index }) {
    if (concurrently) return undefined
    const made = [...opaque, ...operations.slice(0, index)].some(
      (one) => one.kind === 'create-view' && one.view === view,
    )
    if (made) return undefined
    return {
      message: `REFRESH MATERIALIZED VIEW ${view} holds an ACCESS EXCLUSIVE lock on it: reads of ${view} wait until it is computed.`,
      fix: `Use REFRESH MATERIALIZED VIEW CONCURRENTLY, which needs a unique index on ${view}.`,
      subject: `refresh ${view}`,
      level: 'note',
    }
  },
})
