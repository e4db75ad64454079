-- Names that came in one upload only give way first; hidden ones are not offered, and stay.
ALTER TABLE event_types ADD COLUMN seen_again BOOLEAN NOT NULL DEFAULT true;
ALTER TABLE event_types ADD COLUMN hidden BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE properties ADD COLUMN seen_again BOOLEAN NOT NULL DEFAULT true;
ALTER TABLE properties ADD COLUMN hidden BOOLEAN NOT NULL DEFAULT false;
