-- Our handling of one application. What happened stands in `entry`; the columns marked "follows" repeat what the entries lead
-- to, written in the same unit as each entry, so that lists and the yearly form need not replay every case.
CREATE TABLE cases (
    id             TEXT PRIMARY KEY,              -- random, in addresses of the desk
    body           TEXT NOT NULL REFERENCES body (id),
    year           BIGINT NOT NULL,               -- of the number
    serial         BIGINT NOT NULL,
    number         TEXT NOT NULL UNIQUE,          -- the public number, CZJ-2026-0012
    token          TEXT NOT NULL UNIQUE,          -- of the form that was sent: a double click is one application
    code_hash      TEXT NOT NULL,                 -- hexadecimal SHA-256 of the query code; empty when none was given out
    applicant_kind TEXT NOT NULL,                 -- law::applicant::ApplicantKind::key
    arrived_on     TEXT NOT NULL,
    entries        BIGINT NOT NULL,               -- how many; an act on an older number is told what happened meanwhile
    head           TEXT NOT NULL,                 -- the hash of the last entry
    stage          TEXT NOT NULL,                 -- follows: cases::stage::StageKind::key
    open           BIGINT NOT NULL,               -- follows: 1 while the office owes something
    received_on    TEXT,                          -- follows: art. 31; null while it waits for registration
    outcome        TEXT,                          -- follows: law::outcome::Outcome::key, once answered or ended
    closed_on      TEXT,                          -- follows: the day of that
    UNIQUE (body, year, serial)
);
CREATE INDEX cases_open ON cases (open, body, stage);
-- Holds everything that table 3 of the yearly form asks, so that the tally never opens a row.
CREATE INDEX cases_tally ON cases (body, received_on, closed_on, applicant_kind, outcome);

-- What the applicant handed in: the only place with personal data of applicants beside `words`. Erased by rule: then `content`
-- and `salt` are null and the docket still proves that it was there.
CREATE TABLE application (
    cases       TEXT PRIMARY KEY REFERENCES cases (id),
    content     TEXT,                             -- JSON of cases::application::Application
    salt        TEXT,                             -- 128 random bits in every digest of the case
    title       TEXT NOT NULL,                    -- one line for lists
    masked_name TEXT NOT NULL                     -- for lists
);

-- The docket. A row is inserted and never changed; each carries the hash of the one before.
CREATE TABLE entry (
    cases TEXT NOT NULL REFERENCES cases (id),
    seq   BIGINT NOT NULL,                        -- from 0
    at    TEXT NOT NULL,
    hand  TEXT NOT NULL,                          -- JSON of cases::docket::Hand
    act   TEXT NOT NULL,                          -- JSON of cases::act::Act with digests in the place of running text
    words TEXT,                                   -- JSON list of those texts; null when there are none, or once erased
    prev  TEXT NOT NULL,
    hash  TEXT NOT NULL,
    PRIMARY KEY (cases, seq)
);

-- A letter as it was signed; the file is made once and never again.
CREATE TABLE letter (
    id        TEXT PRIMARY KEY,
    cases     TEXT NOT NULL REFERENCES cases (id),
    number    TEXT NOT NULL,
    signed_on TEXT NOT NULL,
    file      TEXT NOT NULL REFERENCES file (id),
    UNIQUE (cases, number)
);

-- Reconsiderations and suits. `ruling` and `closed_on` come together; null counts as pending in table 4.
CREATE TABLE remedy (
    id        TEXT PRIMARY KEY,
    cases     TEXT NOT NULL REFERENCES cases (id),
    kind      TEXT NOT NULL,                      -- cases::remedy::RemedyKind::key
    filed_on  TEXT NOT NULL,
    organ     TEXT NOT NULL,
    ruling    TEXT,                               -- cases::remedy::Ruling::key
    closed_on TEXT
);
CREATE INDEX remedy_case ON remedy (cases);
