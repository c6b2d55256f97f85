-- What firms are searched by: the pairs of neighbouring characters, kept in GIN indexes. Core
-- PostgreSQL has no other index that finds two Chinese characters inside a name.

-- Every character of a text and every pair of neighbours. (A loop is several times as fast here as
-- a query: it runs for each name of an import.)
CREATE FUNCTION firms_bigrams(content text) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    characters text[] := string_to_array(content, NULL);
    found text[] := characters;
BEGIN
    FOR i IN 2 .. cardinality(characters) LOOP
        found := found || (characters[i - 1] || characters[i]);
    END LOOP;
    RETURN found;
END $$;

-- Every pair of letters that two neighbours among the initials can be read as. A position holds
-- all its readings (长 is "cz"); "-" stands for a character that is passed over.
CREATE FUNCTION firms_initial_bigrams(initials text) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    found text[] := '{}';
    before text := '';
    here text;
BEGIN
    FOREACH here IN ARRAY string_to_array(initials, ' ') LOOP
        CONTINUE WHEN here = '-';
        IF length(before) = 1 AND length(here) = 1 THEN
            found := found || (before || here);
        ELSE
            FOR i IN 1 .. length(before) LOOP
                FOR j IN 1 .. length(here) LOOP
                    found := found || (substr(before, i, 1) || substr(here, j, 1));
                END LOOP;
            END LOOP;
        END IF;
        before := here;
    END LOOP;
    RETURN found;
END $$;

-- The initials are made by cultivation/firms/names.py, one position for each character of the key.
-- A writer that forgets them, or leaves those of a longer or shorter name, is refused.
ALTER TABLE firms_firmname ADD CONSTRAINT firms_firmname_initials_fit_key
CHECK (cardinality(string_to_array(initials, ' ')) = char_length(key));
