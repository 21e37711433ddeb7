-- The last good version of each configuration that a repository extends: parsed settings with their lines.
create table roadmap.shared_configs (
  repo_id bigint not null,
  entry text not null,
  sha text not null,
  document jsonb not null,
  good_at timestamptz not null default now(),
  -- The commit that the entry stood for before, and when it was seen to stand for another.
  moved_from text,
  moved_at timestamptz,
  primary key (repo_id, entry)
);
