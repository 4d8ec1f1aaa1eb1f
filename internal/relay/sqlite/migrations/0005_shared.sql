-- What belongs to the store as a whole: its identity, and a move into it that
-- is not over.
CREATE TABLE shared (
  name  TEXT NOT NULL PRIMARY KEY,
  value BLOB NOT NULL
) STRICT;
