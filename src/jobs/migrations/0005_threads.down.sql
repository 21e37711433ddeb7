drop table roadmap.threads;
