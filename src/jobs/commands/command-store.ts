import { createHash } from 'node:crypto'
import type { CommentRef } from '../../github/index.ts'
import type { Database } from '../database.ts'

/** What became of one line of a comment. */
export interface Outcome {
  kind: 'done' | 'waits' | 'refused'
  /** Markdown. */
  text: string
}

export interface CommandRow {
  /** By digest of the line. */
  done: Record<string, Outcome>
  answerBegan: boolean
  answerId?: number
  reactionId?: number
}

/** Comments that held commands, and our answers to them. */
export class CommandStore {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  async read(repoId: number, comment: CommentRef): Promise<CommandRow> {
    const [row] = await this.#database.query<{
      done: Record<string, Outcome>
      began: boolean
      answer: number | null
      reaction: number | null
    }>(
      `select done, answer_began_at is not null as began, answer_id as answer, reaction_id as reaction
       from roadmap.commands where repo_id = $1 and comment = $2`,
      [repoId, keyOf(comment)],
    )
    return {
      done: row?.done ?? {},
      answerBegan: row?.began ?? false,
      ...(row?.answer != null && { answerId: row.answer }),
      ...(row?.reaction != null && { reactionId: row.reaction }),
    }
  }

  async recordDone(repoId: number, comment: CommentRef, line: string, outcome: Outcome): Promise<void> {
    await this.#database.query(
      `insert into roadmap.commands (repo_id, comment, pull_number, done) values ($1, $2, $3, $4::jsonb)
       on conflict (repo_id, comment) do update set done = commands.done || excluded.done, updated_at = now()`,
      [repoId, keyOf(comment), comment.pull, JSON.stringify({ [digestOfLine(line)]: outcome })],
    )
  }

  /** Before the answer is posted. */
  async beginAnswer(repoId: number, comment: CommentRef): Promise<void> {
    await this.#database.query(
      `insert into roadmap.commands (repo_id, comment, pull_number, answer_began_at) values ($1, $2, $3, now())
       on conflict (repo_id, comment) do update set answer_began_at = now()`,
      [repoId, keyOf(comment), comment.pull],
    )
  }

  async recordAnswer(
    repoId: number,
    comment: CommentRef,
    { answerId, reactionId }: { answerId?: number | undefined; reactionId?: number | undefined },
  ): Promise<void> {
    await this.#database.query(
      `update roadmap.commands set answer_id = coalesce($3, answer_id), reaction_id = coalesce($4, reaction_id)
       where repo_id = $1 and comment = $2`,
      [repoId, keyOf(comment), answerId ?? null, reactionId ?? null],
    )
  }
}

export function keyOf({ kind, id }: Pick<CommentRef, 'kind' | 'id'>): string {
  return `${kind}/${id}`
}

export function digestOfLine(line: string): string {
  return createHash('sha256').update(line).digest('hex').slice(0, 16)
}
