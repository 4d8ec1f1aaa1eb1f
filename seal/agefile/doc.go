// Package agefile seals a file with a passphrase in the age format, version 1
// (age-encryption.org/v1), and opens such files: what it writes, the age
// program opens, and what that writes with a passphrase opens here.
//
// It is the scrypt recipient and nothing else. Left out on purpose: keys as
// recipients, armour, plug-ins and more than one recipient. The age library has
// all of that, and with it 270 kB that every browser would download; its tests
// hold this package against it, both ways.
package agefile
