alter table roadmap.findings drop column known_as;
alter table roadmap.findings drop column line;
alter table roadmap.findings drop column side;
