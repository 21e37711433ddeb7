-- Requests that create content, by installation and ten seconds: GitHub bounds them a minute and an hour, whichever
-- replica sends them. Cut after an hour.
create table roadmap.paces (
  installation_id bigint not null,
  -- Epoch seconds divided by ten.
  slot bigint not null,
  used integer not null,
  primary key (installation_id, slot)
);
