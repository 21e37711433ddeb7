-- Whose turn it is among installations: the last turn that each was given. Installation 0 is the clock, the newest
-- turn whose review has begun.
create table roadmap.turns (
  installation_id bigint primary key,
  turn integer not null
);
insert into roadmap.turns (installation_id, turn) values (0, 0);
