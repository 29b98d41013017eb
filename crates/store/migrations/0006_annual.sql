-- The yearly report as people write, sign and publish it. Rows are inserted and never changed; where a report stands is
-- computed from report_step by report::annual::Life.

-- Paragraphs as people wrote them, with the numbers they are bound to as {{tokens}}. The newest of a part counts.
CREATE TABLE report_text (
    body   TEXT NOT NULL REFERENCES body (id),
    year   BIGINT NOT NULL,            -- reported on
    part   TEXT NOT NULL,              -- report::narrative::Part::key
    seq    BIGINT NOT NULL,            -- from 1; two people who save the same next text meet here
    text   TEXT NOT NULL,
    person TEXT NOT NULL,
    name   TEXT NOT NULL,              -- the name on that day
    at     TEXT NOT NULL,
    PRIMARY KEY (body, year, part, seq)
);

-- Facts for the text that no register holds: accounts, training, inspections, questions of the public. Kept as `figure` is.
CREATE TABLE report_fact (
    body   TEXT NOT NULL REFERENCES body (id),
    year   BIGINT NOT NULL,
    fact   TEXT NOT NULL,              -- report::narrative::FactKind::key
    seq    BIGINT NOT NULL,
    value  TEXT,                       -- a decimal number; null when it was taken back
    source TEXT NOT NULL,
    note   TEXT NOT NULL,
    person TEXT NOT NULL,
    name   TEXT NOT NULL,
    at     TEXT NOT NULL,
    PRIMARY KEY (body, year, fact, seq)
);

-- A report as it was signed, or taken in from a file: frozen whole.
CREATE TABLE report_version (
    body         TEXT NOT NULL REFERENCES body (id),
    year         BIGINT NOT NULL,
    version      BIGINT NOT NULL,      -- from 1
    origin       TEXT NOT NULL,        -- live: from the register · upload: from a file that was handed in
    upload       TEXT,                 -- which file, for origin upload
    report       TEXT NOT NULL,        -- JSON of report::report::Report, with its findings on that day
    what_changed TEXT NOT NULL,        -- of a correction; empty for the first
    person       TEXT NOT NULL,        -- who signed it, or took it in
    name         TEXT NOT NULL,
    at           TEXT NOT NULL,
    PRIMARY KEY (body, year, version)
);
CREATE INDEX report_version_year ON report_version (year, body, version);

-- What happened to a report, in order: signed, handed in, sent back, published, corrected.
CREATE TABLE report_step (
    body    TEXT NOT NULL REFERENCES body (id),
    year    BIGINT NOT NULL,
    seq     BIGINT NOT NULL,           -- from 1; two acts on the same state meet here
    act     TEXT NOT NULL,             -- report::annual::Act::key
    version BIGINT NOT NULL,
    words   TEXT NOT NULL,             -- the reason, where the act has one
    person  TEXT NOT NULL,
    name    TEXT NOT NULL,
    at      TEXT NOT NULL,
    PRIMARY KEY (body, year, seq)
);
CREATE INDEX report_step_year ON report_step (year, body, seq);

-- What the authority remarks, and what is said after it. A turn answers, settles or insists; nothing is edited.
CREATE TABLE report_remark (
    body    TEXT NOT NULL REFERENCES body (id),
    year    BIGINT NOT NULL,
    no      BIGINT NOT NULL,           -- from 1
    version BIGINT,                    -- null for the draft
    about   TEXT NOT NULL,             -- report::annual::About::key
    words   TEXT NOT NULL,
    person  TEXT NOT NULL,
    name    TEXT NOT NULL,
    at      TEXT NOT NULL,
    PRIMARY KEY (body, year, no)
);
CREATE INDEX report_remark_year ON report_remark (year, body, no);
CREATE TABLE report_turn (
    body   TEXT NOT NULL,
    year   BIGINT NOT NULL,
    no     BIGINT NOT NULL,
    seq    BIGINT NOT NULL,            -- from 1
    kind   TEXT NOT NULL,              -- report::annual::TurnKind::key
    words  TEXT NOT NULL,
    person TEXT NOT NULL,
    name   TEXT NOT NULL,
    at     TEXT NOT NULL,
    PRIMARY KEY (body, year, no, seq),
    FOREIGN KEY (body, year, no) REFERENCES report_remark (body, year, no)
);
