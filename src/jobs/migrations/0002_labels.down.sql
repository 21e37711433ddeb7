drop index roadmap.reviews_subject;
alter table roadmap.reviews
  drop column pull_number,
  drop column allowing,
  drop column labels,
  drop column subject;
