-- What an author may erase stands apart from what stays, so that it can be
-- deleted. The rows that there are already are moved by splitEntries.

CREATE TABLE words (
  space_id BLOB NOT NULL,
  pos      INTEGER NOT NULL, -- of the item that they belong to
  wrap     BLOB NOT NULL,
  body     BLOB NOT NULL,
  PRIMARY KEY (space_id, pos),
  FOREIGN KEY (space_id, pos) REFERENCES items
) STRICT;
