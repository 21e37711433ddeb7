drop table roadmap.migration_reviews;
