-- Every event, once under its key: the columns of the contract, and its content as it was published.
CREATE TABLE events (
    subject {uuid} NOT NULL,
    key {uuid} NOT NULL,
    type TEXT NOT NULL,
    time BIGINT NOT NULL,
    source TEXT NOT NULL,
    id TEXT NOT NULL,
    content TEXT NOT NULL,
    municipality TEXT NOT NULL,
    category TEXT,
    building_block TEXT,
    party_kind TEXT,
    party TEXT,
    reference TEXT,
    observed BIGINT,
    visible BIGINT,
    known_since BIGINT,
    round TEXT,
    outcome TEXT,
    remedy TEXT,
    described BOOLEAN,
    corrects {uuid},
    corrected_type TEXT,
    into_subject {uuid},
    into_category TEXT,
    into_building_block TEXT,
    into_party_kind TEXT,
    into_party TEXT,
    into_reference TEXT,
    topics TEXT
);

-- Events as they count: redacted where a redaction says so, and without those that were withdrawn.
CREATE VIEW effective AS
SELECT e.subject, e.key, e.type, e.time, e.source, e.municipality, e.observed, e.visible, e.known_since, e.round,
       e.outcome, e.remedy, e.described, e.into_subject, e.topics, e.content
FROM events e
WHERE e.type IN ('reported', 'resolved', 'merged', 'consulted')
  AND NOT EXISTS (SELECT 1 FROM events c WHERE c.subject = e.subject AND c.corrects = e.key)
UNION ALL
-- A correction has the source of what it corrects.
SELECT r.subject, r.corrects, r.corrected_type, r.time, r.source, r.municipality, r.observed, r.visible, r.known_since,
       r.round, r.outcome, r.remedy, r.described, r.into_subject, r.topics, r.content
FROM events r
WHERE r.type = 'redacted'
  AND NOT EXISTS (
      SELECT 1 FROM events w WHERE w.subject = r.subject AND w.corrects = r.corrects AND w.type = 'withdrawn');

-- What events are about, with what absorbed it: itself, unless it was merged.
CREATE TABLE subjects (
    subject {uuid} NOT NULL,
    municipality TEXT NOT NULL,
    category TEXT NOT NULL,
    building_block TEXT,
    party_kind TEXT,
    party TEXT,
    reference TEXT,
    merged_into {uuid},
    knelpunt {uuid} NOT NULL
);

-- Reports and resolutions that count, with the identity of their knelpunt, so that no filter needs a join.
CREATE TABLE facts (
    knelpunt {uuid} NOT NULL,
    subject {uuid} NOT NULL,
    key {uuid} NOT NULL,
    type TEXT NOT NULL,
    -- A resolution given as a date is visible from the start of that day, and observed at its end.
    observed BIGINT NOT NULL,
    visible BIGINT NOT NULL,
    month INTEGER NOT NULL,
    known_since BIGINT,
    round TEXT,
    source TEXT NOT NULL,
    outcome TEXT,
    remedy TEXT,
    municipality TEXT NOT NULL,
    category TEXT NOT NULL,
    building_block TEXT,
    party_kind TEXT,
    party TEXT
);

-- The descriptions of facts, apart from them: few questions need them, and events are wide.
CREATE TABLE descriptions (
    knelpunt {uuid} NOT NULL,
    subject {uuid} NOT NULL,
    key {uuid} NOT NULL,
    type TEXT NOT NULL,
    observed BIGINT NOT NULL,
    description TEXT NOT NULL
);

-- From the report that opens a knelpunt to the resolution that ends it.
CREATE TABLE episodes (
    knelpunt {uuid} NOT NULL,
    number INTEGER NOT NULL,
    opened_at BIGINT NOT NULL,
    opened_month INTEGER NOT NULL,
    opened_round TEXT,
    since BIGINT NOT NULL,
    ended_at BIGINT,
    ended_month INTEGER,
    -- When a resolution first ended it: a date is visible before its instant.
    ended_visibly BIGINT,
    outcome TEXT,
    remedy TEXT,
    persists_from BIGINT NOT NULL,
    persists_month INTEGER NOT NULL,
    municipality TEXT NOT NULL,
    category TEXT NOT NULL,
    building_block TEXT,
    party_kind TEXT,
    party TEXT
);

CREATE TABLE consultations (
    municipality TEXT NOT NULL,
    round TEXT NOT NULL,
    subject {uuid} NOT NULL,
    key {uuid} NOT NULL,
    observed BIGINT NOT NULL,
    outcome TEXT NOT NULL,
    topics TEXT
);

-- Where a municipality belonged, by date.
CREATE TABLE places (
    code TEXT NOT NULL,
    first_day INTEGER NOT NULL,
    until_day INTEGER NOT NULL,
    municipality TEXT NOT NULL,
    province TEXT NOT NULL,
    size_class INTEGER NOT NULL
);

CREATE TABLE months (
    month INTEGER NOT NULL,
    first_us BIGINT NOT NULL
);
