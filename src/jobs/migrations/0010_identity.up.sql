-- Where a finding was last seen, and by which name its file is known: what the next push keeps its identity by. Lines
-- and paths only, never text; null for findings of reviews of an older version.
alter table roadmap.findings add column side text check (side in ('base', 'head'));
alter table roadmap.findings add column line integer;
alter table roadmap.findings add column known_as text;
