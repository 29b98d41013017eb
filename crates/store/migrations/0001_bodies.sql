-- Who owes disclosure. One row a public body (行政机关); the tree is in `parent`.
-- Only TEXT and BIGINT columns are used anywhere, so that one text serves SQLite and PostgreSQL.
CREATE TABLE body (
    id                   TEXT PRIMARY KEY,          -- random, never shown
    slug                 TEXT NOT NULL UNIQUE,      -- in public addresses, so it never changes
    name                 TEXT NOT NULL,             -- full official name
    short_name           TEXT NOT NULL,
    code                 TEXT NOT NULL,             -- 机关代字, the prefix of its letters
    kind                 TEXT NOT NULL,             -- civic::BodyKind::key; decides when the yearly report is due
    parent               TEXT REFERENCES body (id), -- null for the government that runs the installation
    uscc                 TEXT NOT NULL,             -- first part of its index numbers; empty while unknown
    contact              TEXT NOT NULL,             -- JSON of civic::Contact, the contact part of the guide (art. 12)
    reconsideration_organ TEXT NOT NULL,            -- named in the remedies paragraph (ARL art. 24)
    court                TEXT NOT NULL,
    place                BIGINT NOT NULL            -- order in lists, as offices know it
);

-- Numbers that are never used twice: one row a series, locked by the UPDATE that takes the next.
-- `scope` is the body, `series` what is numbered (case, index, letter kind), `year` its year.
CREATE TABLE serial (
    scope  TEXT NOT NULL,
    series TEXT NOT NULL,
    year   BIGINT NOT NULL,
    last   BIGINT NOT NULL,
    PRIMARY KEY (scope, series, year)
);
