alter table roadmap.reviews
  -- The part of the identity that labels do not change: reviews of the same commits share it.
  add column subject text,
  -- Labels of the pull request when it was reviewed, and those of them by which the configuration allows something.
  add column labels jsonb,
  add column allowing jsonb,
  -- The pull request that a merge group names: its labels count.
  add column pull_number integer;
update roadmap.reviews set subject = key;
create index reviews_subject on roadmap.reviews (subject);
