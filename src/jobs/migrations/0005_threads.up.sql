-- What was said on a target in a comment of ours: one row a finding. GitHub has the comments; this tells one that a
-- person deleted, or took the marker from, from one that was never posted.
create table roadmap.threads (
  repo_id bigint not null,
  target text not null,
  fingerprint text not null,
  -- `open`: a comment says it. `closed`: the app took it back. `dismissed`: a person took the comment away.
  state text not null check (state in ('open', 'closed', 'dismissed')),
  updated_at timestamptz not null default now(),
  primary key (repo_id, target, fingerprint),
  foreign key (repo_id, target) references roadmap.targets on delete cascade
);
