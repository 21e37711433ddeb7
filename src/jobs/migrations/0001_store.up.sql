-- Webhook deliveries that were accepted: a repeated delivery has the same id. Cut after 30 days.
create table roadmap.deliveries (
  id text primary key,
  event text not null,
  action text,
  installation_id bigint,
  received_at timestamptz not null default now()
);
create index deliveries_received_at on roadmap.deliveries (received_at);

create table roadmap.installations (
  id bigint primary key,
  account text not null,
  suspended_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

-- What is reviewed: a pull request (`pull/12`) or a merge group (`merge-group/<sha>`).
create table roadmap.targets (
  repo_id bigint not null,
  target text not null,
  installation_id bigint not null,
  owner text not null,
  repo text not null,
  -- Accepted events; `done` is the count up to which reviews have answered.
  wanted integer not null default 0,
  done integer not null default 0,
  -- Times somebody asked for another review of the same commit.
  asked integer not null default 0,
  updated_at timestamptz not null default now(),
  primary key (repo_id, target)
);
create index targets_unanswered on roadmap.targets (updated_at) where done < wanted;
create index targets_installation on roadmap.targets (installation_id);

create table roadmap.reviews (
  id bigint generated always as identity primary key,
  repo_id bigint not null,
  target text not null,
  -- Identity of the review: what is reviewed, its commit, its base branch, the times it was asked for.
  key text not null unique,
  head_sha text not null,
  base_sha text,
  base_ref text not null,
  state text not null check (state in ('running', 'published', 'superseded', 'failed')),
  conclusion text,
  -- Whether the inline comments were dealt with too; false for a draft.
  inline boolean not null default false,
  -- Set before the first request that creates something on GitHub: afterwards look before creating.
  publish_began_at timestamptz,
  -- Shown findings by level, and held back.
  counts jsonb,
  milliseconds integer,
  started_at timestamptz not null default now(),
  finished_at timestamptz,
  foreign key (repo_id, target) references roadmap.targets on delete cascade
);
create index reviews_target on roadmap.reviews (repo_id, target, started_at);

-- The life of each finding on its target. No message and no source text: those may quote code.
create table roadmap.findings (
  repo_id bigint not null,
  target text not null,
  fingerprint text not null,
  rule_id text not null,
  level text not null,
  path text not null,
  -- `shown`, or why it is not.
  verdict text not null,
  comment_id bigint,
  first_seen_at timestamptz not null default now(),
  first_seen_sha text not null,
  last_seen_at timestamptz not null default now(),
  last_seen_sha text not null,
  fixed_at timestamptz,
  fixed_sha text,
  primary key (repo_id, target, fingerprint),
  foreign key (repo_id, target) references roadmap.targets on delete cascade
);
create index findings_rule on roadmap.findings (repo_id, rule_id);

create table roadmap.waivers (
  id bigint generated always as identity primary key,
  repo_id bigint not null,
  check_pattern text not null,
  paths text[] not null,
  reason text not null,
  expires_on date not null,
  asked_by text not null,
  approved_by text,
  created_at timestamptz not null default now(),
  revoked_at timestamptz
);
create index waivers_repo on roadmap.waivers (repo_id) where revoked_at is null;

create table roadmap.baselines (
  repo_id bigint not null,
  fingerprint text not null,
  rule_id text not null,
  path text not null,
  created_at timestamptz not null default now(),
  gone_at timestamptz,
  primary key (repo_id, fingerprint)
);
