alter table roadmap.targets drop column show_all;
alter table roadmap.reviews drop column decisions, drop column waived_until;
drop table roadmap.commands;
-- What the older form cannot hold.
delete from roadmap.waivers where expires_on is null or fingerprint is not null or pull_number is not null;
drop index roadmap.waivers_fingerprint;
alter table roadmap.waivers
  drop column noted_at,
  drop column given_at,
  drop column revoked_by,
  drop column approved_at,
  drop column merged_at,
  drop column pull_number,
  drop column fingerprint,
  alter column paths drop default,
  alter column expires_on set not null;
