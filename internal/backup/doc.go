// Package backup keeps sealed copies of something in files: it seals them in the
// age format, gives a file its name only when it is whole and on the disk, makes
// a copy every so often, and removes the oldest.
//
// Left out on purpose: what is copied, which is handed in as a function that
// writes it; a format of its own, because what the age program opens can be
// opened in ten years; and copies that are not sealed.
package backup
