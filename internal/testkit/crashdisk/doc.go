// Package crashdisk is a disk under SQLite that can lose its power, for tests.
//
// It stands between SQLite and the system's files as a VFS of its own. It
// remembers what was written since the last sync of each file. When the power
// goes, in the middle of whatever was being done, every call fails; when it is
// back, each of the writes that were not synced has reached the disk, or has
// not, or only some of its sectors have, independently of the others and of
// their order. What was synced is there.
//
// Left out: what a file system may do to names (files stay where they are and
// are deleted at once), bytes that rot, and neighbouring sectors that change:
// SQLite counts on disks that do not do that.
package crashdisk
