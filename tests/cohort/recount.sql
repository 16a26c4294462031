-- From the tables days, learners, leaves and changes (the changes that count, n is their order), as docs/COHORT.md and
-- docs/STATS.md define it, the tables states (a leaf topic of a learner), steps and numbers (a learner).

CREATE TABLE marks AS
SELECT name, n, did, day, known, len(topics) AS size, slug, place, step
FROM (SELECT *, unnest(topics) AS slug FROM changes WHERE did IN ('start', 'done', 'skip', 'reset'))
JOIN leaves USING (slug);

-- The last mark decides.
CREATE TABLE marked AS
SELECT learners.name, leaves.*, did AS status, day, known, n
FROM learners CROSS JOIN leaves LEFT JOIN (
  SELECT name, place, arg_max(did, n) AS did, arg_max(day, n) AS day, arg_max(known, n) AS known, max(n) AS n
  FROM marks GROUP BY ALL
) USING (name, place);

-- Of a choice, the most advanced topics are required: those that are done, then started, then the first.
CREATE TABLE states AS
SELECT marked.*, coalesce(status = 'start' AND today - day > 14, false) AS is_stuck,
  NOT optional AND (choice IS NULL OR (status IS DISTINCT FROM 'skip' AND 0 <= choose - row_number() OVER (
    PARTITION BY name, choice
    ORDER BY optional, status IS NOT DISTINCT FROM 'skip', status = 'done' DESC NULLS LAST,
      status = 'start' DESC NULLS LAST, place
  ))) AS is_needed,
  is_needed AND status IS DISTINCT FROM 'skip' AS counts,
  NOT is_needed AND status IS DISTINCT FROM 'skip' AS is_extra
FROM marked, days;

CREATE MACRO share(done, total, extra_done, extra) AS
  CASE WHEN total > 0 THEN 100 * done // total WHEN extra_done = extra THEN 100 ELSE 0 END;

CREATE TABLE steps AS
SELECT name, step, share(count(*) FILTER (counts AND status = 'done'), count(*) FILTER (counts),
  count(*) FILTER (is_extra AND status = 'done'), count(*) FILTER (is_extra)) AS percent
FROM states GROUP BY ALL;

-- Which mark says when a topic was learned: the first or, if there is one, the last of more than four topics at a time.
CREATE TABLE firsts AS
SELECT name, place, step, coalesce(max(n) FILTER (size > 4), min(n)) AS n FROM marks WHERE did = 'done' GROUP BY ALL;

CREATE TABLE dated AS
SELECT firsts.*, marks.day, marks.known, size, is_needed FROM firsts JOIN marks USING (name, place, step, n)
JOIN states USING (name, place, step) WHERE did = 'done';

-- Steps that were completed by a command that marked most of them: its topics may be marked at once.
CREATE TABLE incomplete AS
SELECT DISTINCT name, step FROM states LEFT JOIN firsts USING (name, step, place)
WHERE is_needed AND firsts.n IS NULL AND status IS DISTINCT FROM 'skip';

CREATE TABLE last_commands AS
WITH commands AS (
  SELECT name, step, n, count(*) AS topics FROM dated, days
  WHERE is_needed AND NOT known AND day <= today GROUP BY ALL
)
SELECT name, step, max(n) AS n FROM commands ANTI JOIN incomplete USING (name, step)
GROUP BY name, step HAVING arg_max(topics, n) >= 2 AND 2 * arg_max(topics, n) > sum(topics);

CREATE TABLE completing AS
SELECT name, n FROM dated JOIN last_commands USING (name, step, n) GROUP BY name, n HAVING count(*) > 4;

CREATE TABLE at_once AS
SELECT name, place, n FROM dated WHERE size > 10 UNION SELECT name, place, n FROM dated JOIN completing USING (name, n);

CREATE TABLE learned AS
SELECT name, day FROM states ANTI JOIN at_once USING (name, place, n)
WHERE status = 'done' AND NOT known AND is_needed AND NOT bonus;

CREATE TABLE activity AS
SELECT * EXCLUDE (is_repeated) FROM (
  SELECT marks.*, lead(did) OVER (PARTITION BY marks.name, marks.place ORDER BY marks.n) IS NOT DISTINCT FROM did
    AS is_repeated, at_once.n AS at_once
  FROM marks LEFT JOIN at_once USING (name, place)
) WHERE NOT is_repeated AND NOT known AND (did = 'start' OR (did = 'done' AND (at_once IS NULL OR n > at_once)));

CREATE TABLE paces AS
SELECT name, d, count(*) FILTER (today - day < d) AS n FROM (
  SELECT learned.*, today, least(28, greatest(7, today - least(first, min(learned.day) OVER (PARTITION BY name)) + 1)) AS d
  FROM learned, days, LATERAL (SELECT min(day) AS first FROM activity WHERE activity.name = learned.name)
) WHERE day <= today GROUP BY name, d;

CREATE TABLE totals AS
SELECT name, count(*) FILTER (counts AND NOT bonus AND status = 'done') AS done,
  count(*) FILTER (counts AND NOT bonus) AS total,
  share(done, total, count(*) FILTER ((is_extra OR (bonus AND counts)) AND status = 'done'),
    count(*) FILTER (is_extra OR (bonus AND counts))) AS percent,
  count(*) FILTER (counts AND NOT bonus AND status = 'done' AND NOT known AND day >= since) AS gained,
  coalesce(max(step + 1) FILTER (status IN ('start', 'done')), 0) AS furthest,
  coalesce(list(place ORDER BY place) FILTER (is_stuck), []) AS stuck,
  count(*) FILTER (status = 'skip') AS skipped,
  max(day) FILTER (counts AND NOT bonus AND status = 'done' AND NOT known) AS reached
FROM states, days GROUP BY name;

CREATE TABLE dates AS
SELECT name, if(last > today, today, last) AS last_active, coalesce(days.goal, own) AS goal FROM (
  SELECT name, max(day) FILTER (did IN ('start', 'done', 'skip', 'reset', 'read', 'unread', 'review')) AS last,
    arg_max_null(goal, n) FILTER (did = 'goal') AS own
  FROM learners LEFT JOIN changes USING (name) GROUP BY name
), days;

-- Of reviews that replace the same one, the last counts.
CREATE TABLE ratings AS
SELECT name, count(*) AS reviews, count(*) FILTER (grade != 'again') AS remembered
FROM (
  SELECT name, coalesce(replaces, id) AS original, slug, arg_max(grade, n) AS grade
  FROM (SELECT *, unnest(topics) AS slug FROM changes WHERE did = 'review') GROUP BY ALL
) JOIN leaves USING (slug) GROUP BY name;

CREATE TABLE numbers AS
SELECT name, if(name LIKE '%0', NULL, 'team ' || name[-1]) AS team, done, total, percent, last_active, (140 * n + d) // (2 * d) AS pace,
  gained, stuck, [
    done < total AND furthest = 0,
    done < total AND furthest > 0 AND coalesce(today - last_active, 0) > 14,
    done < total AND dates.goal IS NOT NULL AND
      (total - done) * coalesce(d, 1) > coalesce(n, 0) * greatest(dates.goal - today + 1, 0)
  ] AS risks, furthest, coalesce(today - last_active, 0) > 60 AS is_gone,
  if(done = total AND reached IS NOT NULL, least(reached, today), NULL) AS finished_on, skipped, coalesce(reviews, 0) AS reviews, coalesce(remembered, 0) AS remembered
FROM learners JOIN totals USING (name) JOIN dates USING (name) LEFT JOIN paces USING (name)
LEFT JOIN ratings USING (name), days;
