-- People who can log in. Names are of staff; applicants never have an account.
CREATE TABLE person (
    id            TEXT PRIMARY KEY,
    login         TEXT NOT NULL UNIQUE,        -- what is typed; lower case
    name          TEXT NOT NULL,               -- as the docket shows it
    password      TEXT NOT NULL,               -- argon2id in PHC form, with its own salt and cost
    must_change   BIGINT NOT NULL,             -- 1 after an administrator set the password
    failures      BIGINT NOT NULL DEFAULT 0,   -- wrong passwords in a row
    locked_until  TEXT,                        -- null, or when the lock-out ends
    active        BIGINT NOT NULL DEFAULT 1,   -- 0 once the person has left; rows are kept for the docket
    created_at    TEXT NOT NULL
);

-- One role of one person in one body.
CREATE TABLE appointment (
    person TEXT NOT NULL REFERENCES person (id),
    body   TEXT NOT NULL REFERENCES body (id),
    role   TEXT NOT NULL,                      -- civic::Role::key
    PRIMARY KEY (person, body, role)
);

-- Sessions live here and not in the cookie, so that they can be ended. The token itself is never stored.
CREATE TABLE session (
    token_hash TEXT PRIMARY KEY,               -- hexadecimal SHA-256 of the cookie's 256 random bits
    person     TEXT NOT NULL REFERENCES person (id),
    csrf       TEXT NOT NULL,                  -- stands in every form of this session
    created_at TEXT NOT NULL,                  -- ends the session after its longest life
    seen_at    TEXT NOT NULL,                  -- ends it after idling; written at most once a minute
    address    TEXT NOT NULL
);
CREATE INDEX session_person ON session (person);

-- What staff did: who, when, from where, what, with what result. Each row carries the hash of the one before.
CREATE TABLE audit (
    seq     BIGINT PRIMARY KEY,
    at      TEXT NOT NULL,
    person  TEXT,                              -- null for a failed log-in with an unknown name
    who     TEXT NOT NULL,                     -- the name at that time
    address TEXT NOT NULL,
    act     TEXT NOT NULL,                     -- audit::Act::key
    target  TEXT NOT NULL,                     -- what it was done to: a number or an identifier, never personal data
    result  TEXT NOT NULL,                     -- ok, refused, denied, failed
    prev    TEXT NOT NULL,
    hash    TEXT NOT NULL
);
CREATE INDEX audit_person ON audit (person, seq);

-- The end of the audit chain; its UPDATE is the lock that keeps the chain a chain.
CREATE TABLE chain (
    name TEXT PRIMARY KEY,
    seq  BIGINT NOT NULL,
    hash TEXT NOT NULL
);
INSERT INTO chain (name, seq, hash) VALUES ('audit', 0, '');
