// Package sqlite keeps a relay's data in one SQLite file: write-ahead log,
// synchronous=FULL, and one writer that commits whatever has gathered while it
// was committing the last time. A change is acknowledged after its COMMIT.
//
// The schema is in numbered files under migrations, applied by a runner of a few
// lines over PRAGMA user_version; a framework would bring database/sql with it
// and take a second connection. What the migrations add up to is committed as
// schema.sql, and a test compares.
//
// Deliberately absent: database/sql, an ORM, and a second process on the same
// folder, which is refused with ErrInUse.
package sqlite
