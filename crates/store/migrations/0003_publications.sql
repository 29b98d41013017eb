-- What stays the same through all editions of a publication.
CREATE TABLE publication (
    id       TEXT PRIMARY KEY,
    body     TEXT NOT NULL REFERENCES body (id),  -- 发布机构
    number   TEXT UNIQUE,                         -- 索引号; null until first published, never given twice
    first_on TEXT                                 -- day of the first publishing; the yearly form counts by it
);

-- One edition. `stage` with its facts and `content` are what happened; the columns after `content` repeat parts of it, written
-- in the same statement, so that lists need not open every text.
CREATE TABLE edition (
    id           TEXT PRIMARY KEY,
    publication  TEXT NOT NULL REFERENCES publication (id),
    body         TEXT NOT NULL REFERENCES body (id),
    number       BIGINT NOT NULL,        -- 1 for the first
    revision     BIGINT NOT NULL,        -- counts changes; whoever saves an older one is told so
    stage        TEXT NOT NULL,          -- publishing::StageKind::key
    facts        TEXT NOT NULL,          -- JSON of publishing::Stage
    writers      TEXT NOT NULL,          -- JSON list of person ids, who can never review it (art. 17)
    content      TEXT NOT NULL,          -- JSON of publishing::Content
    changed_at   TEXT NOT NULL,
    col          TEXT NOT NULL,          -- publishing::Column::key
    title        TEXT NOT NULL,
    summary      TEXT NOT NULL,
    doc_no       TEXT NOT NULL,
    kind         TEXT,                   -- publishing::CountedKind::key, what table 2 counts
    made_on      TEXT,
    effective_on TEXT,
    expires_on   TEXT,
    repealed_on  TEXT,
    published_at TEXT,                   -- null until it reached the public
    UNIQUE (publication, number)
);
-- At most one edition answers at the address of a publication: the one being read, or the one taken back.
CREATE UNIQUE INDEX edition_public ON edition (publication) WHERE stage IN ('published', 'withdrawn');
CREATE INDEX edition_newest ON edition (stage, published_at);
CREATE INDEX edition_column ON edition (body, stage, col, published_at);
CREATE INDEX edition_desk ON edition (body, stage, changed_at);

-- The files of an edition, found from the file's side when someone asks to download it.
CREATE TABLE edition_file (
    edition TEXT NOT NULL REFERENCES edition (id),
    file    TEXT NOT NULL,               -- SHA-256 of the bytes
    name    TEXT NOT NULL,
    PRIMARY KEY (edition, file, name)
);
CREATE INDEX edition_file_file ON edition_file (file);

-- The relations of an edition, found from the other publication's side.
CREATE TABLE relation (
    edition TEXT NOT NULL REFERENCES edition (id),
    kind    TEXT NOT NULL,               -- publishing::RelationKind::key
    number  TEXT NOT NULL,               -- 索引号 of the other
    PRIMARY KEY (edition, kind, number)
);
CREATE INDEX relation_number ON relation (number);

-- Who did what to an edition, appended and never changed. A review stands here whole (art. 17: on record).
CREATE TABLE edition_move (
    edition TEXT NOT NULL REFERENCES edition (id),
    seq     BIGINT NOT NULL,
    move    TEXT NOT NULL,               -- publishing::Move::key
    person  TEXT NOT NULL,
    name    TEXT NOT NULL,               -- the name on that day
    at      TEXT NOT NULL,
    review  TEXT,                        -- JSON of publishing::Review
    reason  TEXT NOT NULL,               -- of a withdrawal; empty otherwise
    PRIMARY KEY (edition, seq)
);

-- Publications whose page in the search index is behind. Written with the change itself, taken away once the index has it.
CREATE TABLE index_job (
    publication TEXT PRIMARY KEY,
    turn        BIGINT NOT NULL          -- raised by every change, so that a job done late does not hide a newer one
);

-- Files on disk, by the hash of their bytes. The bytes are written before this row, so a row never points to nothing.
CREATE TABLE file (
    id       TEXT PRIMARY KEY,           -- hexadecimal SHA-256
    size     BIGINT NOT NULL,
    media    TEXT NOT NULL,              -- told by content, never by the name
    added_by TEXT NOT NULL,
    added_at TEXT NOT NULL
);
