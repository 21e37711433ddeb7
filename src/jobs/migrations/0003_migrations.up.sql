-- What became of the migrations of each reviewed change: numbers only. Of one target, a row for each head.
create table roadmap.migration_reviews (
  repo_id bigint not null,
  target text not null,
  head_sha text not null,
  reviewed_at timestamptz not null default now(),
  migrations integer not null check (migrations > 0),
  with_rollback integer not null,
  proven integer not null,
  loses_data integer not null,
  differs integer not null,
  rollback_fails integer not null,
  up_fails integer not null,
  not_proven integer not null,
  primary key (repo_id, target, head_sha),
  foreign key (repo_id, target) references roadmap.targets on delete cascade
);
create index migration_reviews_time on roadmap.migration_reviews (reviewed_at);
