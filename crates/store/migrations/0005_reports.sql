-- Yearly figures that no register holds (decisions, fees, purchases), as people entered them. A row is inserted and never
-- changed: the newest of a cell counts, the older ones show how it came to be.
CREATE TABLE figure (
    body   TEXT NOT NULL REFERENCES body (id),
    year   BIGINT NOT NULL,            -- reported on
    path   TEXT NOT NULL,              -- report::form: the address of the cell
    seq    BIGINT NOT NULL,            -- from 1; two people who enter the same next number meet here
    value  TEXT,                       -- a whole number, or an amount in yuan; null when it was taken back
    unit   TEXT NOT NULL,              -- of the money as typed (report::figures::Unit); empty for counts
    source TEXT NOT NULL,              -- where the number comes from
    note   TEXT NOT NULL,
    person TEXT NOT NULL,
    name   TEXT NOT NULL,              -- the name on that day
    at     TEXT NOT NULL,
    PRIMARY KEY (body, year, path, seq)
);
