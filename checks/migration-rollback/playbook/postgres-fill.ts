import { ident, literal, madeName } from './names.ts'

/** Pages of 8 KiB that one transaction updates. */
const BLOCKS = 1000

/**
 * Updates a table in short transactions, page by page, whatever its key is. Rows that move meanwhile are written by the new
 * code, or seen by a second run. A DO block may commit only where it is not inside of a transaction (PostgreSQL 11).
 */
export function inBatches(table: string, set: string, where: string): string {
  return `DO $$
DECLARE
  block bigint := 0;
  blocks bigint := pg_relation_size(${literal(ident(table))}) / current_setting('block_size')::int;
BEGIN
  WHILE block <= blocks LOOP
    UPDATE ${ident(table)} SET ${set}
    WHERE ctid >= format('(%s,0)', block)::tid AND ctid < format('(%s,0)', block + ${BLOCKS})::tid
      AND (${where});
    COMMIT;
    block := block + ${BLOCKS};
  END LOOP;
END $$;`
}

/** Keeps a second column equal to the first while old and new code write; `back` also the first to the second. */
export function keptEqual(
  table: string,
  { from, to, convert, back }: { from: string; to: string; convert: string; back?: string },
): { create: string[]; drop: string[] } {
  const name = ident(madeName(table, to, 'sync'))
  const [old, copy] = [`NEW.${ident(from)}`, `NEW.${ident(to)}`]
  const differs = (column: string): string =>
    `NEW.${ident(column)}::text IS DISTINCT FROM OLD.${ident(column)}::text`
  const branches =
    back === undefined
      ? [`  ${copy} := ${convert};`]
      : [
          `  IF TG_OP = 'INSERT' THEN`,
          `    IF ${copy} IS NULL THEN ${copy} := ${convert}; ELSE ${old} := ${back}; END IF;`,
          `  ELSIF ${differs(to)} THEN ${old} := ${back};`,
          `  ELSIF ${differs(from)} THEN ${copy} := ${convert};`,
          `  END IF;`,
        ]
  return {
    create: [
      `CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS $$\nBEGIN\n${branches.join('\n')}\n  RETURN NEW;\nEND $$;`,
      `CREATE TRIGGER ${name} BEFORE INSERT OR UPDATE ON ${ident(table)}\n  FOR EACH ROW EXECUTE FUNCTION ${name}();`,
    ],
    drop: [`DROP TRIGGER ${name} ON ${ident(table)};`, `DROP FUNCTION ${name}();`],
  }
}

/** Makes a column NOT NULL without reading the table under an exclusive lock (PostgreSQL 12). */
export function requiredAfterCheck(table: string, column: string): { add: string; rest: string[] } {
  const name = ident(madeName(table, column, 'not_null'))
  return {
    add: `ALTER TABLE ${ident(table)} ADD CONSTRAINT ${name} CHECK (${ident(column)} IS NOT NULL) NOT VALID;`,
    rest: [
      `ALTER TABLE ${ident(table)} VALIDATE CONSTRAINT ${name};`,
      `ALTER TABLE ${ident(table)} ALTER COLUMN ${ident(column)} SET NOT NULL;`,
      `ALTER TABLE ${ident(table)} DROP CONSTRAINT ${name};`,
    ],
  }
}

/** A short wait for a lock instead of a queue behind it. */
export const LOCK_TIMEOUT = `SET lock_timeout = '2s';`
