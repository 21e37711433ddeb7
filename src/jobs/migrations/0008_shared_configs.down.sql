drop table roadmap.shared_configs;
