-- Decisions that people made by command. A waiver without an end is a false positive; without a fingerprint it speaks
-- of every finding of its rule on its pull request. Without somebody who approved it, it waits and hides nothing.
alter table roadmap.waivers
  alter column expires_on drop not null,
  alter column paths set default '{}',
  add column fingerprint text,
  add column pull_number integer,
  -- Once its pull request is merged, it speaks of its findings in the whole repository.
  add column merged_at timestamptz,
  add column approved_at timestamptz,
  add column revoked_by text,
  -- The comment or check run where it was given: `issue/5`, `review/7`.
  add column given_at text,
  -- Set before people are told that it ends soon.
  add column noted_at timestamptz;
create index waivers_fingerprint on roadmap.waivers (repo_id, fingerprint) where revoked_at is null;

-- Comments that hold commands, and our answer to each. No text of theirs: a digest of each line tells what was done.
create table roadmap.commands (
  repo_id bigint not null,
  -- `issue/5`, `review/7`
  comment text not null,
  pull_number integer not null,
  -- Digest of a line -> what was answered to it: `{ "kind": "done", "text": "..." }`.
  done jsonb not null default '{}',
  -- Set before the answer is posted: afterwards look before posting.
  answer_began_at timestamptz,
  answer_id bigint,
  reaction_id bigint,
  updated_at timestamptz not null default now(),
  primary key (repo_id, comment)
);

-- Decisions that a review took into account, as a digest; and the day after which one of them, or a waiver of the
-- configuration, hides its finding no more.
alter table roadmap.reviews add column decisions text, add column waived_until date;
create index reviews_waived_until on roadmap.reviews (waived_until) where waived_until is not null;

-- Whether somebody asked to be told everything, whatever the limit of inline comments.
alter table roadmap.targets add column show_all boolean not null default false;
