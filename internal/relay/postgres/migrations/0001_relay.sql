-- Every table has a column by which its rows may be spread over machines, and
-- that column leads its keys: space_id for what belongs to a space, account_id
-- for what belongs to a person. Foreign keys stay on one machine.

CREATE TABLE accounts (
  account_id    bytea NOT NULL CHECK (octet_length(account_id) = 16),
  kdf           smallint NOT NULL,
  login         bytea NOT NULL,
  rescue        bytea NOT NULL,
  wrap_password bytea NOT NULL,
  wrap_words    bytea NOT NULL,
  wrap_before   bytea,
  status        smallint NOT NULL,
  since         bigint NOT NULL,
  PRIMARY KEY (account_id)
);

CREATE TABLE devices (
  account_id bytea NOT NULL REFERENCES accounts,
  device_id  bytea NOT NULL CHECK (octet_length(device_id) = 16),
  since      bigint NOT NULL,
  revoked    bigint,
  token      bytea CHECK (octet_length(token) = 32),
  expires    bigint,
  notice     bytea,
  PRIMARY KEY (account_id, device_id)
);

CREATE UNIQUE INDEX devices_token ON devices (account_id, token) WHERE token IS NOT NULL;

-- One row an account, locked while what it may have is counted.
CREATE TABLE turns (
  account_id bytea NOT NULL CHECK (octet_length(account_id) = 16),
  PRIMARY KEY (account_id)
);

-- The table members again, from the account's side.
CREATE TABLE memberships (
  account_id bytea NOT NULL,
  space_id   bytea NOT NULL,
  PRIMARY KEY (account_id, space_id)
);

CREATE TABLE spaces (
  space_id bytea NOT NULL CHECK (octet_length(space_id) = 16),
  owner_id bytea NOT NULL,
  pos      bigint NOT NULL, -- of the newest item; the counter row of the stream
  commits  bigint NOT NULL, -- how many there are
  bytes    bigint NOT NULL, -- of all that is stored for the space
  PRIMARY KEY (space_id)
);

CREATE TABLE members (
  space_id   bytea NOT NULL REFERENCES spaces,
  account_id bytea NOT NULL,
  since      bigint NOT NULL,
  PRIMARY KEY (space_id, account_id)
);

CREATE TABLE commits (
  space_id bytea NOT NULL REFERENCES spaces,
  n        bigint NOT NULL,
  data     bytea NOT NULL,
  PRIMARY KEY (space_id, n)
);

CREATE TABLE items (
  space_id bytea NOT NULL REFERENCES spaces,
  pos      bigint NOT NULL,
  kind     smallint NOT NULL,
  data     bytea NOT NULL,
  PRIMARY KEY (space_id, pos)
);

-- What an author may erase stands apart from what stays.
CREATE TABLE words (
  space_id bytea NOT NULL,
  pos      bigint NOT NULL, -- of the item that they belong to
  wrap     bytea NOT NULL,
  body     bytea NOT NULL,
  PRIMARY KEY (space_id, pos),
  FOREIGN KEY (space_id, pos) REFERENCES items
);

CREATE TABLE chains (
  space_id   bytea NOT NULL REFERENCES spaces,
  device_id  bytea NOT NULL CHECK (octet_length(device_id) = 16),
  account_id bytea NOT NULL, -- who pushed the first entry
  seq        bigint NOT NULL,
  hash       bytea NOT NULL,
  PRIMARY KEY (space_id, device_id)
);

CREATE TABLE entries (
  space_id  bytea NOT NULL,
  device_id bytea NOT NULL,
  seq       bigint NOT NULL,
  hash      bytea NOT NULL CHECK (octet_length(hash) = 32),
  pos       bigint NOT NULL,
  PRIMARY KEY (space_id, device_id, seq),
  FOREIGN KEY (space_id, pos) REFERENCES items
);

CREATE TABLE answers (
  space_id   bytea NOT NULL REFERENCES spaces,
  gate_id    bytea NOT NULL CHECK (octet_length(gate_id) = 16),
  account_id bytea NOT NULL,
  device_id  bytea NOT NULL,
  hash       bytea NOT NULL,
  data       bytea,            -- until the gate opens; then it is an item
  strict     boolean NOT NULL, -- posted without its wrap
  opened     boolean NOT NULL,
  key        bytea,            -- hash of the wrap that followed
  PRIMARY KEY (space_id, gate_id, account_id)
);

CREATE TABLE invites (
  space_id   bytea NOT NULL REFERENCES spaces,
  invite_id  bytea NOT NULL CHECK (octet_length(invite_id) = 16),
  inviter_id bytea NOT NULL,
  joiner_id  bytea,
  expires    bigint NOT NULL,
  offer      bytea NOT NULL,
  answer     bytea,
  approval   bytea,
  reveal     bytea,
  PRIMARY KEY (space_id, invite_id)
);

CREATE INDEX invites_expires ON invites (expires);

-- Where an invite is, for who knows its id alone.
CREATE TABLE invite_places (
  invite_id bytea NOT NULL CHECK (octet_length(invite_id) = 16),
  space_id  bytea NOT NULL,
  expires   bigint NOT NULL,
  PRIMARY KEY (invite_id)
);

CREATE INDEX invite_places_expires ON invite_places (expires);

-- Login challenges that were used, until they expire.
CREATE TABLE used_challenges (
  nonce   bytea NOT NULL,
  expires bigint NOT NULL,
  PRIMARY KEY (nonce)
);

CREATE INDEX used_challenges_expires ON used_challenges (expires);

-- What the nodes of one server share: few rows, and none of a person.
CREATE TABLE shared (
  name  text NOT NULL,
  value bytea NOT NULL,
  PRIMARY KEY (name)
);

-- Sealed bytes cannot be made smaller; nothing is to try.
ALTER TABLE commits ALTER data SET STORAGE EXTERNAL;
ALTER TABLE items ALTER data SET STORAGE EXTERNAL;
ALTER TABLE words ALTER wrap SET STORAGE EXTERNAL;
ALTER TABLE words ALTER body SET STORAGE EXTERNAL;
ALTER TABLE answers ALTER data SET STORAGE EXTERNAL;
