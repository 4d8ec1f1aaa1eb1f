-- What tells a device that its own person removed it.
ALTER TABLE devices ADD COLUMN notice BLOB;
