-- The ledger of counts. The truth is the certifications: a firm is in a library on day D when
-- valid_from <= D < holds_to (cultivation/counts/definition.py). What stands here is derived from
-- it by triggers that no write can pass by, one statement rebuilds it (counts_rebuild), and the
-- command verify_counts compares it with the raw facts.

-- Each certification cut into pieces of constant residence, industry and size class.
CREATE FUNCTION counts_holdings(firm_ids bigint[]) RETURNS TABLE (
    firm_id bigint, ladder_id varchar, tier_id varchar, rank smallint, district_id varchar,
    zone_id varchar, section varchar, size varchar, valid_from date, valid_to date
) LANGUAGE sql STABLE AS $$
    WITH held AS MATERIALIZED (
        SELECT c.id, c.firm_id, c.tier_id, c.valid_from, c.holds_to
        FROM certification_certification c
        WHERE c.firm_id = ANY (firm_ids) AND (c.holds_to IS NULL OR c.holds_to > c.valid_from)
    ), turn (firm_id, day) AS (
        SELECT r.firm_id, r.valid_from FROM firms_residence r WHERE r.firm_id = ANY (firm_ids)
        UNION SELECT r.firm_id, r.valid_to FROM firms_residence r WHERE r.firm_id = ANY (firm_ids)
        UNION SELECT i.firm_id, i.valid_from FROM firms_firmindustry i WHERE i.firm_id = ANY (firm_ids)
        UNION SELECT i.firm_id, i.valid_to FROM firms_firmindustry i WHERE i.firm_id = ANY (firm_ids)
        UNION SELECT y.firm_id, make_date(y.year + 1, 1, 1) FROM firms_firmyear y
              WHERE y.firm_id = ANY (firm_ids) AND y.size_class IS NOT NULL
    ), cut (id, day) AS (
        SELECT h.id, h.valid_from FROM held h
        UNION SELECT h.id, t.day FROM held h JOIN turn t USING (firm_id)
              WHERE t.day > h.valid_from AND (h.holds_to IS NULL OR t.day < h.holds_to)
    ), piece AS (
        SELECT h.firm_id, h.tier_id, cut.day,
               coalesce(lead(cut.day) OVER (PARTITION BY cut.id ORDER BY cut.day), h.holds_to) AS until
        FROM cut JOIN held h USING (id)
    )
    SELECT p.firm_id, t.ladder_id, p.tier_id, t.rank, coalesce(r.district_id, ''),
           coalesce(r.zone_id, ''), coalesce(e.section, ''), coalesce(s.size_class, ''),
           p.day, p.until
    FROM piece p
    JOIN ladders_tier t ON t.code = p.tier_id
    LEFT JOIN firms_residence r ON r.firm_id = p.firm_id AND r.firm_id = ANY (firm_ids)
         AND (r.valid_from IS NULL OR r.valid_from <= p.day)
         AND (r.valid_to IS NULL OR r.valid_to > p.day)
    LEFT JOIN firms_firmindustry i ON i.firm_id = p.firm_id AND i.firm_id = ANY (firm_ids)
         AND (i.valid_from IS NULL OR i.valid_from <= p.day)
         AND (i.valid_to IS NULL OR i.valid_to > p.day)
    LEFT JOIN firms_industry e ON e.code = i.industry_id
    LEFT JOIN LATERAL (
        -- The size class of a day is that of the latest earlier year that has one.
        SELECT y.size_class FROM firms_firmyear y
        WHERE y.firm_id = p.firm_id AND y.size_class IS NOT NULL
              AND y.year < extract(year FROM p.day)
        ORDER BY y.year DESC LIMIT 1
    ) s ON true
$$;

-- What the spans of some firms should be: every certification (holdings), and each firm once per
-- ladder, at the highest tier that it holds on the day (firms).
CREATE FUNCTION counts_spans(firm_ids bigint[]) RETURNS TABLE (
    measure varchar, firm_id bigint, ladder_id varchar, tier_id varchar, district_id varchar,
    zone_id varchar, section varchar, size varchar, valid_from date, valid_to date
) LANGUAGE sql STABLE AS $$
    WITH piece AS MATERIALIZED (
        SELECT * FROM counts_holdings(firm_ids)
    ), edge (firm_id, ladder_id, day) AS (
        SELECT p.firm_id, p.ladder_id, p.valid_from FROM piece p
        UNION SELECT p.firm_id, p.ladder_id, p.valid_to FROM piece p WHERE p.valid_to IS NOT NULL
    ), span AS (
        SELECT e.*, lead(e.day) OVER (PARTITION BY e.firm_id, e.ladder_id ORDER BY e.day) AS until
        FROM edge e
    ), highest AS (
        SELECT DISTINCT ON (s.firm_id, s.ladder_id, s.day)
               s.firm_id, s.ladder_id, p.tier_id, p.district_id, p.zone_id, p.section, p.size,
               s.day, s.until
        FROM span s
        JOIN piece p ON p.firm_id = s.firm_id AND p.ladder_id = s.ladder_id
             AND p.valid_from <= s.day AND (p.valid_to IS NULL OR p.valid_to > s.day)
        ORDER BY s.firm_id, s.ladder_id, s.day, p.rank DESC
    )
    SELECT 'holdings', p.firm_id, p.ladder_id, p.tier_id, p.district_id, p.zone_id, p.section,
           p.size, p.valid_from, p.valid_to FROM piece p
    UNION ALL
    SELECT 'firms', h.* FROM highest h
$$;

-- Brings spans and changes of some firms up to date. Each change is kept by day, by month and by
-- year, with industry and size and without them ('*'): the count of a day then adds up some years,
-- some months and some days, never the whole history. Changes are only ever added (a removed span
-- with the opposite sign): writers never wait for each other's totals, and never deadlock on them.
CREATE FUNCTION counts_refresh(firm_ids bigint[]) RETURNS void LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    many boolean := cardinality(firm_ids) > 50;
BEGIN
    -- The planner cannot tell how many rows will pass between the steps below: for a few firms it
    -- keeps one plan of index look-ups, for many it must not loop over what has no index. Compiling
    -- the plan (jit) costs more than running it.
    PERFORM set_config('plan_cache_mode', CASE WHEN many THEN 'force_custom_plan' ELSE 'force_generic_plan' END, true),
            set_config('enable_nestloop', CASE WHEN many THEN 'off' ELSE 'on' END, true),
            set_config('jit', 'off', true);
    WITH removed AS (
        DELETE FROM counts_span WHERE firm_id = ANY (firm_ids) RETURNING *
    ), added AS (
        INSERT INTO counts_span (measure, firm_id, ladder_id, tier_id, district_id, zone_id,
                                 section, size, valid_from, valid_to)
        SELECT * FROM counts_spans(firm_ids) RETURNING *
    ), turned AS (
        SELECT *, 1 AS sign FROM added UNION ALL SELECT *, -1 FROM removed
    ), delta AS MATERIALIZED (
        SELECT measure, day, ladder_id, tier_id, district_id, zone_id, section, size, sum(n) AS n
        FROM (
            SELECT *, valid_from AS day, sign AS n FROM turned
            UNION ALL
            SELECT *, valid_to, -sign FROM turned WHERE valid_to IS NOT NULL
        ) AS turns
        GROUP BY measure, day, ladder_id, tier_id, district_id, zone_id, section, size
        HAVING sum(n) <> 0
    )
    INSERT INTO counts_change (measure, step, start, ladder_id, tier_id, district_id, zone_id, section, size, n)
    SELECT measure, step, date_trunc(step, day)::date AS start, ladder_id, tier_id, district_id,
           zone_id, coalesce(section, '*'), coalesce(size, '*'), sum(n)
    FROM delta CROSS JOIN (VALUES ('day'), ('month'), ('year')) AS steps (step)
    GROUP BY measure, step, date_trunc(step, day), ladder_id, tier_id, district_id, zone_id,
             GROUPING SETS ((section, size), ())
    HAVING sum(n) <> 0;
    PERFORM set_config('plan_cache_mode', 'auto', true), set_config('enable_nestloop', 'on', true);
END $$;

CREATE FUNCTION counts_touch() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    touched bigint[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT array_agg(DISTINCT firm_id) INTO touched FROM new_rows;
    ELSIF TG_OP = 'DELETE' THEN
        SELECT array_agg(DISTINCT firm_id) INTO touched FROM old_rows;
    ELSE
        SELECT array_agg(DISTINCT firm_id) INTO touched
        FROM (SELECT firm_id FROM old_rows UNION SELECT firm_id FROM new_rows) AS both_sides;
    END IF;
    IF touched IS NULL THEN
        RETURN NULL;
    END IF;
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        -- A snapshot taken before the lock below would hide what others wrote about the same firm.
        RAISE EXCEPTION 'A write to % needs the isolation level READ COMMITTED', TG_TABLE_NAME
        USING ERRCODE = 'RG004';
    END IF;
    -- The firms are locked before they are looked at: of two transactions that write about the same
    -- firm the second waits here, and its next statement sees what the first has committed.
    PERFORM 1 FROM firms_firm WHERE id = ANY (touched) ORDER BY id FOR NO KEY UPDATE;
    -- "f.id" in full: a bare "id" would be the certification's (or the span's) own.
    SELECT array_agg(f.id) INTO touched FROM unnest(touched) AS f (id)
    WHERE EXISTS (SELECT 1 FROM certification_certification c WHERE c.firm_id = f.id)
       OR EXISTS (SELECT 1 FROM counts_span s WHERE s.firm_id = f.id);
    IF touched IS NOT NULL THEN
        PERFORM counts_refresh(touched);
    END IF;
    RETURN NULL;
END $$;

-- Adds up the changes of one cell and step into one row.
CREATE FUNCTION counts_compact() RETURNS void LANGUAGE sql VOLATILE AS $$
    -- One at a time, and never beside a rebuild; writers go on.
    LOCK TABLE counts_change IN SHARE UPDATE EXCLUSIVE MODE;
    WITH loose AS (
        SELECT measure, step, start, ladder_id, tier_id, district_id, zone_id, section, size
        FROM counts_change
        GROUP BY measure, step, start, ladder_id, tier_id, district_id, zone_id, section, size
        HAVING count(*) > 1
    ), gone AS (
        DELETE FROM counts_change c USING loose l
        WHERE (c.measure, c.step, c.start, c.ladder_id, c.tier_id, c.district_id, c.zone_id, c.section, c.size)
            = (l.measure, l.step, l.start, l.ladder_id, l.tier_id, l.district_id, l.zone_id, l.section, l.size)
        RETURNING c.*
    )
    INSERT INTO counts_change (measure, step, start, ladder_id, tier_id, district_id, zone_id, section, size, n)
    SELECT measure, step, start, ladder_id, tier_id, district_id, zone_id, section, size, sum(n)
    FROM gone GROUP BY measure, step, start, ladder_id, tier_id, district_id, zone_id, section, size
    HAVING sum(n) <> 0
$$;

-- Makes the whole ledger anew from the raw facts.
CREATE FUNCTION counts_rebuild() RETURNS void LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    LOCK TABLE certification_certification, firms_residence, firms_firmindustry, firms_firmyear,
               firms_industry, ladders_tier IN SHARE MODE;
    -- Compacting meanwhile would put rows back that are deleted here.
    LOCK TABLE counts_change IN SHARE UPDATE EXCLUSIVE MODE;
    DELETE FROM counts_change;
    DELETE FROM counts_span;
    PERFORM counts_refresh(array_agg(DISTINCT firm_id)) FROM certification_certification;
END $$;

-- A tier that moves to another rank or ladder changes who is counted at which tier, an industry that
-- moves to another section changes in which. An update that names these columns and changes none
-- (a row saved whole) costs nothing.
CREATE FUNCTION counts_tier_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT code, ladder_id, rank FROM new_rows
               EXCEPT SELECT code, ladder_id, rank FROM old_rows) THEN
        PERFORM counts_rebuild();
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION counts_industry_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT code, section FROM new_rows EXCEPT SELECT code, section FROM old_rows) THEN
        PERFORM counts_rebuild();
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER counts_tier_moved AFTER UPDATE ON ladders_tier
REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION counts_tier_moved();

CREATE TRIGGER counts_industry_moved AFTER UPDATE ON firms_industry
REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION counts_industry_moved();
