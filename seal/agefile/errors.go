package agefile

import "errors"

var (
	// ErrFormat: these bytes are no file of this format.
	ErrFormat = errors.New("agefile: this is no age file, version 1")
	// ErrRecipient: the file is for somebody's key, or for more than one
	// recipient. Only one passphrase opens what is opened here.
	ErrRecipient = errors.New("agefile: this file is not sealed with one passphrase")
	// ErrWork: to try a passphrase takes more memory than this machine should
	// give.
	ErrWork = errors.New("agefile: this file asks for too much work")
	// ErrPassphrase: the passphrase does not open the file.
	ErrPassphrase = errors.New("agefile: the passphrase does not open this file")
	// ErrDamaged: the file was changed or cut off. What was read before it is as
	// it was written.
	ErrDamaged = errors.New("agefile: the file is damaged or cut off here")
)
