-- The questions. `:at` is the as-of instant, the last microsecond of a day, and `:day` that day as a number: whatever
-- is visible by then was also observed by then. `filter` is the selection, of facts or episodes `e`.

-- name: summary
SELECT count(*) FILTER (WHERE number = 1), count(*),
       count(*) FILTER (WHERE ended_at IS NULL OR ended_at > :at),
       count(*) FILTER (WHERE (ended_at IS NULL OR ended_at > :at) AND persists_from <= :at),
       count(*) FILTER (WHERE number > 1),
       (SELECT count(*) FROM facts e WHERE type = 'reported' AND observed <= :at {filter})
FROM episodes e WHERE opened_at <= :at {filter}

-- name: persisting
WITH listed AS (
    SELECT knelpunt, municipality, category, number, opened_at, since, persists_from <= :at AS persists,
           count(*) OVER () AS total
    FROM episodes e
    WHERE opened_at <= :at AND (ended_at IS NULL OR ended_at > :at) {status} {filter}
    ORDER BY since, knelpunt LIMIT :limit
)
SELECT total, l.knelpunt, p.municipality, l.category, l.opened_at, l.since, l.persists, l.number,
       (SELECT count(*) FROM facts f WHERE f.knelpunt = l.knelpunt AND f.observed <= :at AND f.type = 'reported'),
       (SELECT max(observed) FROM facts f
        WHERE f.knelpunt = l.knelpunt AND f.observed <= :at AND f.type = 'reported'),
       (SELECT {words} FROM facts f
        WHERE f.knelpunt = l.knelpunt AND f.observed BETWEEN l.opened_at AND :at AND f.type = 'reported'),
       (SELECT description FROM descriptions d WHERE d.knelpunt = l.knelpunt AND d.observed <= :at
        ORDER BY d.observed DESC, d.type DESC, d.key DESC, d.subject DESC LIMIT 1)
FROM listed l
JOIN places p ON p.code = l.municipality AND p.first_day <= :day AND p.until_day > :day
ORDER BY l.since, l.knelpunt

-- name: matrix
SELECT p.municipality, category, count(*), count(*) FILTER (WHERE persists_from <= :at)
FROM episodes e
JOIN places p ON p.code = e.municipality AND p.first_day <= :day AND p.until_day > :day
WHERE opened_at <= :at AND (ended_at IS NULL OR ended_at > :at) {filter}
GROUP BY p.municipality, category ORDER BY p.municipality, category

-- name: trend
-- What is open is summed from changes; a month before the first one counts as the one before it.
WITH chosen AS MATERIALIZED (
    SELECT {group} AS grp, number, outcome, {greatest}(opened_month, :from_month - 1) AS opened_month,
           CASE WHEN ended_at <= :at THEN {greatest}(ended_month, :from_month - 1) END AS ended_month,
           CASE WHEN persists_from <= :at THEN {greatest}(persists_month, :from_month - 1) END AS persists_month
    FROM episodes e {places} WHERE opened_at <= :at {filter}
),
reports AS (
    SELECT {group} AS grp, {greatest}(month, :from_month - 1) AS month, count(*) FILTER (WHERE type = 'reported') AS n
    FROM facts e {places} WHERE observed <= :at {filter} GROUP BY 1, 2
),
changes AS (
    SELECT grp, month, n AS reported, 0 AS opened, 0 AS recurred, 0 AS solved, 0 AS lapsed, 0 AS central,
           0 AS persisting
    FROM reports
    UNION ALL
    SELECT grp, opened_month, 0, count(*), count(*) FILTER (WHERE number > 1), 0, 0, 0, 0
    FROM chosen GROUP BY grp, opened_month
    UNION ALL
    SELECT grp, ended_month, 0, 0, 0, count(*) FILTER (WHERE outcome = 'solved'),
           count(*) FILTER (WHERE outcome = 'lapsed'), count(*) FILTER (WHERE outcome = 'central'),
           -count(*) FILTER (WHERE persists_month < ended_month)
    FROM chosen WHERE ended_month IS NOT NULL GROUP BY grp, ended_month
    UNION ALL
    SELECT grp, persists_month, 0, 0, 0, 0, 0, 0, count(*)
    FROM chosen WHERE persists_month IS NOT NULL AND (ended_month IS NULL OR persists_month < ended_month)
    GROUP BY grp, persists_month
),
sums AS (
    SELECT g.grp, m.month, coalesce(sum(reported), 0) AS reported, coalesce(sum(opened), 0) AS opened,
           coalesce(sum(recurred), 0) AS recurred, coalesce(sum(solved), 0) AS solved,
           coalesce(sum(lapsed), 0) AS lapsed, coalesce(sum(central), 0) AS central,
           coalesce(sum(persisting), 0) AS persisting
    FROM ({groups}) g
    JOIN months m ON m.month BETWEEN :from_month - 1 AND :to_month
    LEFT JOIN changes c ON c.grp = g.grp AND c.month = m.month
    GROUP BY g.grp, m.month
),
counted AS (
    SELECT month, grp, reported, opened, recurred, solved + lapsed + central AS resolved, solved, lapsed, central,
           sum(opened - solved - lapsed - central) OVER (PARTITION BY grp ORDER BY month) AS open_at_end,
           sum(persisting) OVER (PARTITION BY grp ORDER BY month) AS persisting_at_end
    FROM sums
)
SELECT * FROM counted WHERE month >= :from_month ORDER BY month, grp

-- name: resolution-times
-- Kaplan–Meier with left truncation, by the rules of DESIGN 12, "Survival". Times are microseconds since `since`.
WITH chosen AS MATERIALIZED (
    SELECT {group} AS grp, opened_at - since AS entry,
           (CASE WHEN ended_at <= :at THEN ended_at ELSE :at END) - since AS exit,
           CASE WHEN ended_at <= :at THEN 1 ELSE 0 END AS ended
    FROM episodes e {places} WHERE opened_at <= :at {filter}
),
moves AS (
    SELECT grp, t, sum(entered) AS entered, sum(left_risk) AS left_risk, sum(ended) AS ended FROM (
        SELECT grp, entry AS t, count(*) AS entered, 0 AS left_risk, 0 AS ended FROM chosen GROUP BY grp, entry
        UNION ALL
        SELECT grp, exit, 0, count(*), sum(ended) FROM chosen GROUP BY grp, exit
    ) both_ends GROUP BY grp, t
),
risks AS (
    SELECT grp, t, entered, ended,
           sum(entered - left_risk) OVER (PARTITION BY grp ORDER BY t ROWS UNBOUNDED PRECEDING) AS after,
           sum(entered - left_risk) OVER (PARTITION BY grp ORDER BY t ROWS UNBOUNDED PRECEDING)
               - entered + left_risk AS before
    FROM moves
),
starts AS (
    SELECT grp, coalesce(min(t) FILTER (WHERE after >= 10), 0) AS start FROM risks GROUP BY grp
),
steps AS (
    -- At 0 those are at risk who enter then.
    SELECT r.grp, t, CAST(ended AS DOUBLE PRECISION) AS ended,
           CAST(CASE WHEN t = 0 THEN entered ELSE before END AS DOUBLE PRECISION) AS at_risk
    FROM risks r JOIN starts s ON s.grp = r.grp
    WHERE ended > 0 AND (t > s.start OR t = 0 AND s.start = 0)
),
curve AS (
    SELECT grp, t,
           CASE WHEN max(CASE WHEN ended >= at_risk THEN 1 ELSE 0 END) OVER w = 1 THEN 0
                ELSE exp(sum(CASE WHEN ended < at_risk THEN ln(1 - ended / at_risk) ELSE 0 END) OVER w) END AS survival
    FROM steps
    WINDOW w AS (PARTITION BY grp ORDER BY t ROWS UNBOUNDED PRECEDING)
),
points AS (
    -- Logarithms are not exact: a half may be a little more.
    SELECT grp, min(t) FILTER (WHERE survival <= 0.5 + 1e-12) AS median,
           min(survival) FILTER (WHERE t <= 7776000000000) AS at_90,
           min(survival) FILTER (WHERE t <= 15552000000000) AS at_180,
           min(survival) FILTER (WHERE t <= 31536000000000) AS at_365,
           min(survival) AS last
    FROM curve GROUP BY grp
),
totals AS (
    SELECT grp, count(*) AS n, sum(ended) AS resolved, max(exit) AS longest FROM chosen GROUP BY grp
)
-- Unknown before the start, and beyond the longest duration unless the curve has reached 0.
SELECT t.grp, n, resolved, n - resolved, start, median,
       CASE WHEN start <= 7776000000000 AND (longest >= 7776000000000 OR last = 0) THEN coalesce(at_90, 1) END,
       CASE WHEN start <= 15552000000000 AND (longest >= 15552000000000 OR last = 0) THEN coalesce(at_180, 1) END,
       CASE WHEN start <= 31536000000000 AND (longest >= 31536000000000 OR last = 0) THEN coalesce(at_365, 1) END
FROM totals t JOIN starts s ON s.grp = t.grp LEFT JOIN points p ON p.grp = t.grp
ORDER BY t.grp

-- name: rounds
-- A cell is one round in one municipality of the division. `area` selects municipalities, `filter` knelpunten.
WITH here AS (
    SELECT code, municipality FROM places p WHERE first_day <= :day AND until_day > :day {area}
),
calls AS MATERIALIZED (
    SELECT h.municipality, c.round, c.observed, c.key, c.subject, c.outcome, c.topics
    FROM consultations c JOIN here h ON h.code = c.municipality WHERE c.observed <= :at
),
stated AS MATERIALIZED (
    SELECT h.municipality, f.round, f.knelpunt, f.type, f.observed, f.visible, f.key, f.subject
    FROM facts f JOIN here h ON h.code = f.municipality WHERE f.round IS NOT NULL AND f.observed <= :at
),
spans AS (
    SELECT municipality, round, min(said_at) AS began, max(said_at) AS ended
    FROM (SELECT municipality, round, observed AS said_at FROM calls
          UNION ALL
          SELECT municipality, round, observed FROM stated) said
    GROUP BY municipality, round
),
asked AS (
    SELECT municipality, round, max(CASE WHEN outcome = 'reached' THEN 1 ELSE 0 END) AS reached,
           max(CASE WHEN place = 1 THEN outcome END) AS outcome,
           max(CASE WHEN outcome = 'reached' AND topics IS NULL THEN 1 ELSE 0 END) AS covers_all,
           {joined}(CASE WHEN outcome = 'reached' THEN topics END, ' ') AS topics
    FROM (SELECT *, row_number() OVER (
              PARTITION BY municipality, round ORDER BY observed DESC, key DESC, subject DESC) AS place
          FROM calls) ranked
    GROUP BY municipality, round
),
cells AS MATERIALIZED (
    SELECT s.municipality, s.round, began, ended, reached, outcome, covers_all, topics
    FROM spans s LEFT JOIN asked a ON a.municipality = s.municipality AND a.round = s.round
),
last_said AS (
    SELECT round, knelpunt, type FROM (
        SELECT *, row_number() OVER (
            PARTITION BY round, knelpunt ORDER BY observed DESC, type DESC, key DESC, subject DESC) AS place
        FROM stated) ranked
    WHERE place = 1
),
met AS (
    -- What was open at some time between the beginning and the end of a round that reached its municipality. To SQLite,
    -- `CROSS JOIN` says in which order to join.
    SELECT c.round, e.knelpunt,
           CASE WHEN e.opened_at < c.began AND (e.ended_at IS NULL OR e.ended_at >= c.began)
               THEN 1 ELSE 0 END AS expected,
           CASE WHEN e.ended_at IS NULL OR e.ended_at > c.ended THEN 1 ELSE 0 END AS open_after,
           CASE WHEN covers_all = 1 OR c.topics LIKE '% ' || e.category || ' %' THEN 1 ELSE 0 END AS covered,
           CASE WHEN e.opened_round = c.round THEN number END AS opened
    FROM cells c CROSS JOIN here h CROSS JOIN episodes e
    WHERE h.municipality = c.municipality AND e.municipality = h.code AND c.reached = 1
      AND e.opened_at <= c.ended AND (e.ended_at IS NULL OR e.ended_at >= c.began) {filter}
),
known AS (
    -- What a round said of others counts nowhere: they are neither expected nor opened by it.
    SELECT round, max(expected) AS expected, max(open_after) AS open_after, max(covered) AS covered,
           min(opened) AS opened, max(said) AS said
    FROM (SELECT round, knelpunt, expected, open_after, covered, opened, NULL AS said FROM met
          UNION ALL
          SELECT round, knelpunt, 0, 0, 0, NULL, type FROM last_said) both_of_them
    GROUP BY round, knelpunt
),
findings AS (
    SELECT round, sum(expected) AS expected,
           count(*) FILTER (WHERE expected = 1 AND said = 'reported') AS still_there,
           count(*) FILTER (WHERE expected = 1 AND said = 'resolved') AS gone,
           count(*) FILTER (WHERE expected = 1 AND said IS NULL) AS not_discussed,
           count(*) FILTER (WHERE expected = 1 AND said IS NULL AND covered = 1) AS covered,
           count(*) FILTER (WHERE expected = 0 AND opened = 1) AS new_first,
           count(*) FILTER (WHERE expected = 0 AND opened > 1) AS new_recurred,
           sum(open_after) AS open_after
    FROM known GROUP BY round
),
totals AS (
    SELECT round, min(began) AS began, max(ended) AS ended, count(outcome) AS asked,
           count(*) FILTER (WHERE reached = 1) AS reached,
           count(*) FILTER (WHERE reached = 0 AND outcome = 'no-answer') AS no_answer,
           count(*) FILTER (WHERE reached = 0 AND outcome = 'declined') AS declined,
           count(*) - count(outcome) AS without_consultation
    FROM cells GROUP BY round
)
SELECT t.round, began, ended, asked, reached, no_answer, declined, without_consultation, coalesce(expected, 0),
       coalesce(still_there, 0), coalesce(gone, 0), coalesce(not_discussed, 0), coalesce(covered, 0),
       coalesce(new_first, 0), coalesce(new_recurred, 0), coalesce(open_after, 0)
FROM totals t LEFT JOIN findings f ON f.round = t.round
ORDER BY began DESC, t.round

-- name: knelpunt
SELECT number, opened_at, since, CASE WHEN ended_at <= :at THEN ended_at END,
       CASE WHEN ended_at <= :at THEN outcome END, CASE WHEN ended_at <= :at THEN remedy END,
       (SELECT count(*) FROM facts f WHERE f.knelpunt = e.knelpunt AND f.type = 'reported'
            AND f.observed BETWEEN e.opened_at AND coalesce(e.ended_at, :at) AND f.observed <= :at),
       (SELECT {words} FROM facts f WHERE f.knelpunt = e.knelpunt AND f.type = 'reported'
            AND f.observed BETWEEN e.opened_at AND coalesce(e.ended_at, :at) AND f.observed <= :at)
FROM episodes e
WHERE knelpunt = (SELECT knelpunt FROM subjects WHERE subject = :id) AND opened_at <= :at ORDER BY number
