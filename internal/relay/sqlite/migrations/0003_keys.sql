-- What the master key opens of the one before it; empty when there is none.
ALTER TABLE accounts ADD COLUMN wrap_before BLOB;
