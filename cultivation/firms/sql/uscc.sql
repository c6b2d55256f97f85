-- The unified social credit code, checked in full by the database too: alphabet and length,
-- GB 32100-2015 check character, GB 11714 inner check character. The same rule for people, with a
-- reason for each refusal, is cultivation/firms/uscc.py; a test holds the two together.

CREATE FUNCTION firms_uscc_valid(code text) RETURNS boolean
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT code ~ '^[0-9A-HJ-NPQRTUWXY]{18}$'
       AND (SELECT sum((strpos('0123456789ABCDEFGHJKLMNPQRTUWXY', substr(code, i, 1)) - 1)
                       * ('{1,3,9,27,19,26,16,17,20,29,25,13,8,24,10,30,28,1}'::int[])[i])
            FROM generate_series(1, 18) AS i) % 31 = 0
       AND substr(code, 17, 1) = substr('0X987654321', 1 +
           (SELECT sum((strpos('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', substr(code, 8 + i, 1)) - 1)
                       * ('{3,7,9,10,5,8,4,2}'::int[])[i])
            FROM generate_series(1, 8) AS i)::int % 11, 1)
$$;

ALTER TABLE firms_firm ADD CONSTRAINT firms_firm_uscc_valid CHECK (firms_uscc_valid(uscc));
