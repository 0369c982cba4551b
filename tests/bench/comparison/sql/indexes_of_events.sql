CREATE UNIQUE INDEX events_by_key ON events (subject, key);
CREATE INDEX corrections ON events (subject, corrects) WHERE corrects IS NOT NULL;
