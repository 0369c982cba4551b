-- The fold, over everything or over what a batch touched: `and_touched` and the like then restrict it.
-- Each part is one statement.

-- name: identify
INSERT INTO subjects
SELECT subject, min(municipality), min(category), min(building_block), min(party_kind), min(party), min(reference),
       NULL, subject
FROM (
    SELECT subject, municipality, category, building_block, party_kind, party, reference
    FROM events WHERE category IS NOT NULL {and_touched}
    UNION ALL
    SELECT into_subject, municipality, into_category, into_building_block, into_party_kind, into_party, into_reference
    FROM events WHERE into_subject IS NOT NULL {and_touched}
) named
{where_new}
GROUP BY subject;

-- name: merge
UPDATE subjects SET merged_into = latest.into_subject
FROM (
    SELECT subject, into_subject, row_number() OVER (PARTITION BY subject ORDER BY time DESC, key DESC) AS place
    FROM effective WHERE type = 'merged' {and_member}
) latest
WHERE latest.place = 1 AND latest.subject = subjects.subject;

-- name: follow
UPDATE subjects SET knelpunt = chain.target
FROM (
    WITH RECURSIVE chain (subject, target) AS (
        SELECT subject, merged_into FROM subjects WHERE merged_into IS NOT NULL {and_member}
        UNION
        SELECT chain.subject, onward.merged_into
        FROM chain JOIN subjects onward ON onward.subject = chain.target WHERE onward.merged_into IS NOT NULL
    )
    SELECT chain.subject, chain.target
    FROM chain JOIN subjects final ON final.subject = chain.target WHERE final.merged_into IS NULL
) chain
WHERE chain.subject = subjects.subject;

-- name: facts
INSERT INTO facts
SELECT s.knelpunt, e.subject, e.key, e.type, e.observed, e.visible, month_of(e.observed), e.known_since, e.round,
       e.source, e.outcome, e.remedy, k.municipality, k.category, k.building_block, k.party_kind, k.party
FROM effective e
JOIN subjects s ON s.subject = e.subject
JOIN subjects k ON k.subject = s.knelpunt
WHERE e.type IN ('reported', 'resolved') {and_e_member};

-- name: descriptions
INSERT INTO descriptions
SELECT s.knelpunt, e.subject, e.key, e.type, e.observed, {description}
FROM effective e JOIN subjects s ON s.subject = e.subject
WHERE e.described {and_e_member};

-- name: episodes
-- After a report a knelpunt is open, and after a resolution it is not: so the fact before decides what a fact does.
INSERT INTO episodes
WITH ordered AS (
    SELECT *, lag(type) OVER (PARTITION BY knelpunt ORDER BY observed, type, key, subject) AS before
    FROM facts {where_dirty}
),
numbered AS (
    SELECT *,
           type = 'reported' AND (before IS NULL OR before = 'resolved') AS opens,
           type = 'resolved' AND before = 'reported' AS ends,
           sum(CASE WHEN type = 'reported' AND (before IS NULL OR before = 'resolved') THEN 1 ELSE 0 END) OVER (
               PARTITION BY knelpunt ORDER BY observed, type, key, subject ROWS UNBOUNDED PRECEDING) AS number
    FROM ordered
),
placed AS (
    SELECT *, first_value(CASE WHEN type = 'reported' THEN round END) OVER (
        PARTITION BY knelpunt, number
        ORDER BY CASE WHEN type = 'reported' AND round IS NOT NULL THEN 0 ELSE 1 END, observed, key, subject
    ) AS first_round
    FROM numbered WHERE number > 0
),
spans AS (
    SELECT knelpunt, number,
           min(observed) FILTER (WHERE opens) AS opened_at,
           min(known_since) FILTER (WHERE opens) AS known_since,
           min(round) FILTER (WHERE opens) AS opened_round,
           min(observed) FILTER (WHERE type = 'reported' AND round <> first_round) AS two_rounds_from,
           min(observed) FILTER (WHERE ends) AS ended_at,
           min(visible) FILTER (WHERE type = 'resolved') AS ended_visibly,
           min(outcome) FILTER (WHERE ends) AS outcome,
           min(remedy) FILTER (WHERE ends) AS remedy,
           min(municipality) AS municipality, min(category) AS category, min(building_block) AS building_block,
           min(party_kind) AS party_kind, min(party) AS party
    FROM placed GROUP BY knelpunt, number
),
aged AS (
    SELECT *, {greatest}(coalesce(known_since, opened_at),
                         coalesce(lag(ended_at) OVER (PARTITION BY knelpunt ORDER BY number), 0)) AS since
    FROM spans
),
persisting AS (
    -- 180 days of 24 hours, in microseconds.
    SELECT *, {least}(since + 15552000000000, coalesce(two_rounds_from, since + 15552000000000)) AS persists_from
    FROM aged
)
SELECT knelpunt, number, opened_at, month_of(opened_at), opened_round, since, ended_at, month_of(ended_at),
       ended_visibly, outcome, remedy, persists_from, month_of({greatest}(persists_from, opened_at)), municipality,
       category, building_block, party_kind, party
FROM persisting;

-- name: consultations
INSERT INTO consultations
SELECT municipality, round, subject, key, observed, outcome, topics
FROM effective WHERE type = 'consulted' {and_touched};
