create table roadmap.baselines (
  repo_id bigint not null,
  fingerprint text not null,
  rule_id text not null,
  path text not null,
  created_at timestamptz not null default now(),
  gone_at timestamptz,
  primary key (repo_id, fingerprint)
);
