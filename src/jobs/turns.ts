import type { Sql } from './database.ts'

/**
 * Turns among installations, as of start-time fair queueing (Goyal, Vin, Cheng, 1996): each job of an installation takes
 * the turn after its last one, but none before the clock, and the lowest turn is worked on first. One installation with
 * ten thousand events is worked on as fast as the others leave room, and delays each of them by one review.
 */
export async function takeTurn(sql: Sql, installationId: number): Promise<number> {
  const [row] = await sql.query<{ turn: number }>(
    `insert into roadmap.turns (installation_id, turn)
     values ($1, 1 + (select turn from roadmap.turns where installation_id = 0))
     on conflict (installation_id) do update set turn =
       1 + greatest(turns.turn, (select turn from roadmap.turns where installation_id = 0))
     returning turn`,
    [installationId],
  )
  return row?.turn ?? 1
}

/** As many turns as there are jobs of each installation; the last one of each. */
export async function takeTurns(sql: Sql, counts: ReadonlyMap<number, number>): Promise<Map<number, number>> {
  const rows = await sql.query<{ id: number; turn: number }>(
    `insert into roadmap.turns (installation_id, turn)
     select id, count + (select turn from roadmap.turns where installation_id = 0)
     from jsonb_to_recordset($1::jsonb) as new (id bigint, count integer) order by id
     on conflict (installation_id) do update set turn =
       greatest(turns.turn, (select turn from roadmap.turns where installation_id = 0)) + excluded.turn
         - (select turn from roadmap.turns where installation_id = 0)
     returning installation_id as id, turn`,
    [JSON.stringify([...counts].map(([id, count]) => ({ id, count })))],
  )
  return new Map(rows.map(({ id, turn }) => [id, turn]))
}

/** The turn was not needed: a job for the same target is queued already. */
export async function giveTurnBack(sql: Sql, installationId: number, turn: number, count = 1): Promise<void> {
  await sql.query('update roadmap.turns set turn = turn - $3::int where installation_id = $1 and turn = $2', [
    installationId,
    turn,
    count,
  ])
}

/** `giveTurnBack` of many: the last turn of each installation, and how many of them were not needed. */
export async function giveTurnsBack(
  sql: Sql,
  spare: readonly { id: number; turn: number; spare: number }[],
): Promise<void> {
  if (spare.length === 0) return
  // In the order of their ids, as they are taken: replicas never wait for each other in a circle.
  await sql.query(
    `update roadmap.turns set turn = turns.turn - own.spare
     from (select turns.installation_id, given.spare from roadmap.turns
       join jsonb_to_recordset($1::jsonb) as given (id bigint, turn integer, spare integer)
         on turns.installation_id = given.id and turns.turn = given.turn
       order by turns.installation_id for update of turns) own
     where turns.installation_id = own.installation_id`,
    [JSON.stringify(spare)],
  )
}

/** A job with this turn has begun. */
export async function advanceClock(sql: Sql, turn: number): Promise<void> {
  await sql.query('update roadmap.turns set turn = $1 where installation_id = 0 and turn < $1', [turn])
}
