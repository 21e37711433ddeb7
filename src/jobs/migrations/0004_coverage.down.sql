drop table roadmap.base_coverage;
drop table roadmap.coverage_artifacts;
alter table roadmap.reviews drop column coverage;
