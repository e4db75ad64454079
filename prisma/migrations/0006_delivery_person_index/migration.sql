-- Equal keys share their space in an index without the id: a third less work for every row that is written. A person's
-- rows are few enough to be sorted when they are asked for.
CREATE INDEX deliveries_by_person ON deliveries (person_id);
DROP INDEX deliveries_of_person;
