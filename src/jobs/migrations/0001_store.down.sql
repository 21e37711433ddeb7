drop table roadmap.baselines;
drop table roadmap.waivers;
drop table roadmap.findings;
drop table roadmap.reviews;
drop table roadmap.targets;
drop table roadmap.installations;
drop table roadmap.deliveries;
