-- The memory of one device. Everything but a few names, numbers and sizes is sealed.

CREATE TABLE value (
	name  TEXT PRIMARY KEY, -- short ASCII words with slashes; they reveal nothing
	value BLOB NOT NULL
) STRICT;

-- One row a space: the newest of each, NULL before the first.
CREATE TABLE space (
	id       BLOB PRIMARY KEY,
	state    BLOB,
	snapshot BLOB
) STRICT;

CREATE TABLE log (
	space  BLOB NOT NULL,
	n      INTEGER NOT NULL, -- ascending, in the order saved
	record BLOB NOT NULL,
	PRIMARY KEY (space, n)
) STRICT;

CREATE TABLE outbox (
	space  BLOB NOT NULL,
	n      INTEGER NOT NULL, -- ascending, first in, first out
	record BLOB NOT NULL,
	PRIMARY KEY (space, n)
) STRICT;
