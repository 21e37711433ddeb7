-- Artifacts that a review took into account, by id; null where coverage mattered to none of its rules.
alter table roadmap.reviews add column coverage jsonb;
-- Artifacts of coverage that GitHub told of, by the commit they are of: who reviewed it without them does so again.
create table roadmap.coverage_artifacts (
  repo_id bigint not null,
  head_sha text not null,
  artifact_id bigint not null,
  seen_at timestamptz not null default now(),
  primary key (repo_id, head_sha, artifact_id)
);
-- Coverage of commits of base branches, the newest few of each: paths and numbers of lines, never their text. `numbers` is
-- gzip in base64, null where there was no coverage.
create table roadmap.base_coverage (
  repo_id bigint not null,
  head_sha text not null,
  branch text not null,
  kept_at timestamptz not null default now(),
  numbers text,
  primary key (repo_id, head_sha)
);
create index base_coverage_branch on roadmap.base_coverage (repo_id, branch, kept_at desc);
