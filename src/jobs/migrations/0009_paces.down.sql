drop table roadmap.paces;
