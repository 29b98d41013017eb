-- What the authority takes in and adds up. Rows are inserted and never changed.

-- A report that was handed in as a file: read once, when it came in.
CREATE TABLE report_upload (
    id        TEXT PRIMARY KEY,
    body      TEXT NOT NULL REFERENCES body (id),
    year      BIGINT NOT NULL,         -- reported on
    file      TEXT NOT NULL REFERENCES file (id),
    file_name TEXT NOT NULL,
    report    TEXT NOT NULL,           -- JSON of report::report::Report, as reading left it
    person    TEXT NOT NULL,
    name      TEXT NOT NULL,           -- the name on that day
    at        TEXT NOT NULL
);
CREATE INDEX report_upload_year ON report_upload (year, body, at);

-- Cells that a person set right beside the document. The newest of a cell counts.
CREATE TABLE report_mending (
    upload TEXT NOT NULL REFERENCES report_upload (id),
    path   TEXT NOT NULL,              -- report::form: the address of the cell
    seq    BIGINT NOT NULL,            -- from 1; two people who mend the same cell meet here
    value  TEXT,                       -- a whole number, or an amount in yuan; null: the document leaves it blank
    person TEXT NOT NULL,
    name   TEXT NOT NULL,
    at     TEXT NOT NULL,
    PRIMARY KEY (upload, path, seq)
);

-- How an upload ended: taken in as a version of the body's report, or put aside. Once.
CREATE TABLE report_upload_end (
    upload  TEXT PRIMARY KEY REFERENCES report_upload (id),
    version BIGINT,                    -- report_version.version; null when it was put aside
    words   TEXT NOT NULL,             -- why it was put aside; empty otherwise
    person  TEXT NOT NULL,
    name    TEXT NOT NULL,
    at      TEXT NOT NULL
);

-- A region's sum as it was drawn up for the government's own report, with what each body brought to it.
CREATE TABLE report_sum (
    body   TEXT NOT NULL REFERENCES body (id),
    year   BIGINT NOT NULL,
    seq    BIGINT NOT NULL,            -- from 1; two people who add up at once meet here
    cells  TEXT NOT NULL,              -- JSON of report::report::Report: the sum
    person TEXT NOT NULL,
    name   TEXT NOT NULL,
    at     TEXT NOT NULL,
    PRIMARY KEY (body, year, seq)
);
CREATE TABLE report_sum_part (
    body    TEXT NOT NULL,
    year    BIGINT NOT NULL,
    seq     BIGINT NOT NULL,
    part    TEXT NOT NULL REFERENCES body (id),
    version BIGINT,                    -- null: the government's own register
    cells   TEXT NOT NULL,             -- JSON of report::report::Report, figures only
    PRIMARY KEY (body, year, seq, part),
    FOREIGN KEY (body, year, seq) REFERENCES report_sum (body, year, seq)
);
