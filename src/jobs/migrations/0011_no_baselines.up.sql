-- Never used: a baseline is a file of the repository.
drop table roadmap.baselines;
