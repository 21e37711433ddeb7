drop table roadmap.turns;
