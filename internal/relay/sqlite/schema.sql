-- Made by the migrations; see TestSchemaIsCommitted.

CREATE TABLE accounts (
  account_id    BLOB NOT NULL PRIMARY KEY CHECK (length(account_id) = 16),
  kdf           INTEGER NOT NULL,
  login         BLOB NOT NULL,
  rescue        BLOB NOT NULL,
  wrap_password BLOB NOT NULL,
  wrap_words    BLOB NOT NULL,
  status        INTEGER NOT NULL,
  since         INTEGER NOT NULL
, wrap_before BLOB) STRICT;

CREATE TABLE devices (
  account_id BLOB NOT NULL REFERENCES accounts,
  device_id  BLOB NOT NULL CHECK (length(device_id) = 16),
  since      INTEGER NOT NULL,
  revoked    INTEGER,
  token      BLOB CHECK (length(token) = 32),
  expires    INTEGER, notice BLOB,
  PRIMARY KEY (account_id, device_id)
) STRICT;

CREATE UNIQUE INDEX devices_token ON devices (account_id, token) WHERE token IS NOT NULL;

CREATE TABLE spaces (
  space_id BLOB NOT NULL PRIMARY KEY CHECK (length(space_id) = 16),
  owner_id BLOB NOT NULL,
  pos      INTEGER NOT NULL, -- of the newest item; the counter row of the stream
  commits  INTEGER NOT NULL, -- how many there are
  bytes    INTEGER NOT NULL  -- of all that is stored for the space
) STRICT;

CREATE TABLE members (
  space_id   BLOB NOT NULL REFERENCES spaces,
  account_id BLOB NOT NULL,
  since      INTEGER NOT NULL,
  PRIMARY KEY (space_id, account_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX members_account ON members (account_id, space_id);

CREATE TABLE commits (
  space_id BLOB NOT NULL REFERENCES spaces,
  n        INTEGER NOT NULL,
  data     BLOB NOT NULL,
  PRIMARY KEY (space_id, n)
) STRICT;

CREATE TABLE items (
  space_id BLOB NOT NULL REFERENCES spaces,
  pos      INTEGER NOT NULL,
  kind     INTEGER NOT NULL,
  data     BLOB NOT NULL,
  PRIMARY KEY (space_id, pos)
) STRICT;

CREATE TABLE chains (
  space_id   BLOB NOT NULL REFERENCES spaces,
  device_id  BLOB NOT NULL CHECK (length(device_id) = 16),
  account_id BLOB NOT NULL, -- who pushed the first entry
  seq        INTEGER NOT NULL,
  hash       BLOB NOT NULL,
  PRIMARY KEY (space_id, device_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE entries (
  space_id  BLOB NOT NULL,
  device_id BLOB NOT NULL,
  seq       INTEGER NOT NULL,
  hash      BLOB NOT NULL CHECK (length(hash) = 32),
  pos       INTEGER NOT NULL,
  PRIMARY KEY (space_id, device_id, seq),
  FOREIGN KEY (space_id, pos) REFERENCES items
) STRICT, WITHOUT ROWID;

CREATE TABLE answers (
  space_id   BLOB NOT NULL REFERENCES spaces,
  gate_id    BLOB NOT NULL CHECK (length(gate_id) = 16),
  account_id BLOB NOT NULL,
  device_id  BLOB NOT NULL,
  hash       BLOB NOT NULL,
  data       BLOB,             -- until the gate opens; then it is an item
  strict     INTEGER NOT NULL, -- posted without its wrap
  opened     INTEGER NOT NULL,
  key        BLOB,             -- hash of the wrap that followed
  PRIMARY KEY (space_id, gate_id, account_id)
) STRICT;

CREATE TABLE invites (
  invite_id  BLOB NOT NULL PRIMARY KEY CHECK (length(invite_id) = 16),
  space_id   BLOB NOT NULL REFERENCES spaces,
  inviter_id BLOB NOT NULL,
  joiner_id  BLOB,
  expires    INTEGER NOT NULL,
  offer      BLOB NOT NULL,
  answer     BLOB,
  approval   BLOB,
  reveal     BLOB
) STRICT;

CREATE INDEX invites_inviter ON invites (inviter_id);

CREATE INDEX invites_expires ON invites (expires);

CREATE TABLE words (
  space_id BLOB NOT NULL,
  pos      INTEGER NOT NULL, -- of the item that they belong to
  wrap     BLOB NOT NULL,
  body     BLOB NOT NULL,
  PRIMARY KEY (space_id, pos),
  FOREIGN KEY (space_id, pos) REFERENCES items
) STRICT;

CREATE TABLE shared (
  name  TEXT NOT NULL PRIMARY KEY,
  value BLOB NOT NULL
) STRICT;
