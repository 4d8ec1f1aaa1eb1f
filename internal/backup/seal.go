package backup

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"filippo.io/age"
)

var (
	// ErrKey says that a recipient, a key file or a passphrase is none.
	ErrKey = errors.New("backup: this is no key")
	// ErrWrongKey says that a file was sealed for another key.
	ErrWrongKey = errors.New("backup: this key does not open the file")
	// ErrDamaged says that a file is no backup, or was cut short or changed.
	ErrDamaged = errors.New("backup: the file is not whole, or is no backup")
)

// shortest is the fewest characters of a passphrase.
const shortest = 12

// Lock is what copies are sealed for. It opens nothing.
type Lock struct{ recipients []age.Recipient }

// ForRecipients seals for each of some age recipients ("age1…"). Error: ErrKey.
func ForRecipients(texts []string) (Lock, error) {
	r, err := age.ParseRecipients(strings.NewReader(strings.Join(texts, "\n")))
	if err != nil {
		return Lock{}, fmt.Errorf("%w: a recipient begins with age1, as the file of a key says it behind “public key”", ErrKey)
	}
	return Lock{r}, nil
}

// ForPassphrase seals with a passphrase of at least twelve characters. Error:
// ErrKey.
func ForPassphrase(p string) (Lock, error) {
	if utf8.RuneCountInString(p) < shortest {
		return Lock{}, fmt.Errorf("%w: a passphrase has %d characters or more; six words that belong to no sentence are good", ErrKey, shortest)
	}
	r, err := age.NewScryptRecipient(p)
	if err != nil {
		return Lock{}, fmt.Errorf("%w: %v", ErrKey, err)
	}
	return Lock{[]age.Recipient{r}}, nil
}

// Key opens copies.
type Key struct{ identities []age.Identity }

// ReadKey reads the file of a key, as NewKey or age-keygen wrote it. Error:
// ErrKey, which quotes nothing of it.
func ReadKey(text []byte) (Key, error) {
	ids, err := age.ParseIdentities(bytes.NewReader(text))
	if err != nil {
		return Key{}, fmt.Errorf("%w: the file of a key has a line that begins with AGE-SECRET-KEY-", ErrKey)
	}
	return Key{ids}, nil
}

// FromPassphrase opens what a passphrase sealed. Error: ErrKey.
func FromPassphrase(p string) (Key, error) {
	id, err := age.NewScryptIdentity(p)
	if err != nil {
		return Key{}, fmt.Errorf("%w: the passphrase is empty", ErrKey)
	}
	return Key{[]age.Identity{id}}, nil
}

// NewKey makes a key: the text of its file, and its recipient.
func NewKey(now time.Time) (text []byte, recipient string, err error) {
	id, err := age.GenerateX25519Identity()
	if err != nil {
		return nil, "", err
	}
	recipient = id.Recipient().String()
	text = fmt.Appendf(nil, "# created: %s\n# public key: %s\n%s\n", now.UTC().Format(time.RFC3339), recipient, id)
	return text, recipient, nil
}

// Seal writes what source writes, sealed. After an error what w has is worth
// nothing.
func (l Lock) Seal(w io.Writer, source func(io.Writer) error) error {
	sealed, err := age.Encrypt(w, l.recipients...)
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	if err := source(sealed); err != nil {
		return err
	}
	return sealed.Close()
}

// Open gives what was sealed. Whoever reads to the end has read what was
// written: a file that was cut short or changed ends with ErrDamaged. Errors:
// ErrWrongKey, ErrDamaged.
func (k Key) Open(r io.Reader) (io.Reader, error) {
	plain, err := age.Decrypt(bufio.NewReader(r), k.identities...)
	var other *age.NoIdentityMatchError
	switch {
	case errors.As(err, &other):
		return nil, ErrWrongKey
	case err != nil:
		return nil, fmt.Errorf("%w (%v)", ErrDamaged, err)
	}
	return whole{plain}, nil
}

// whole names what goes wrong while reading.
type whole struct{ io.Reader }

func (w whole) Read(p []byte) (int, error) {
	n, err := w.Reader.Read(p)
	if err != nil && err != io.EOF {
		err = fmt.Errorf("%w (%v)", ErrDamaged, err)
	}
	return n, err
}
