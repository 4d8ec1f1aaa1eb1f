package agefile

import (
	"bufio"
	"crypto/hkdf"
	"crypto/sha256"
	"io"

	"golang.org/x/crypto/chacha20poly1305"
)

const (
	// Log is the work that a new file asks for, as the binary logarithm of
	// scrypt's N: 64 MiB of memory, as much as a password of the app takes.
	Log = 16
	// MaxLog is the most that is tried when a file is opened: 256 MiB, which is
	// what the age program asks for.
	MaxLog = 18
)

// Seal begins a file that the passphrase opens. What is written to the result
// is sealed and goes on to w; Close writes the end, and without it the file is
// cut off. log is of scrypt's N, such as Log.
func Seal(w io.Writer, rand io.Reader, passphrase string, log int) (io.WriteCloser, error) {
	h, key, err := newHeader(rand, passphrase, log)
	if err != nil {
		return nil, err
	}
	defer clear(key)
	head, err := h.bytes(key)
	if err != nil {
		return nil, err
	}
	nonce := make([]byte, nonceSize)
	if _, err := io.ReadFull(rand, nonce); err != nil {
		return nil, err
	}
	s, err := payload(key, nonce)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(append(head, nonce...)); err != nil {
		return nil, err
	}
	return &writer{w: w, stream: stream{sealer: s}, buf: make([]byte, 0, chunkSize+chacha20poly1305.Overhead)}, nil
}

// Opener is a file whose passphrase was found to be right, and which is read as
// often as is needed.
type Opener struct{ key []byte }

// Open tries a passphrase on the file that begins in r. Errors: ErrFormat,
// ErrRecipient, ErrWork, ErrPassphrase, and ErrDamaged for a header that
// somebody has changed.
func Open(r io.Reader, passphrase string) (*Opener, error) {
	h, mac, err := parseHeader(bufio.NewReader(r))
	if err != nil {
		return nil, err
	}
	key, err := h.open(passphrase, mac)
	return &Opener{key}, err
}

// Read gives what is in the file, which begins in r with its header. Its reads
// give ErrDamaged where the file was changed or cut off, and only what was
// sealed before that.
func (o *Opener) Read(r io.Reader) (io.Reader, error) {
	in := bufio.NewReaderSize(r, chunkSize+chacha20poly1305.Overhead+1)
	if _, _, err := parseHeader(in); err != nil {
		return nil, err
	}
	nonce := make([]byte, nonceSize)
	if _, err := io.ReadFull(in, nonce); err != nil {
		return nil, ErrDamaged
	}
	s, err := payload(o.key, nonce)
	if err != nil {
		return nil, err
	}
	return &reader{r: in, stream: stream{sealer: s}}, nil
}

// Close forgets the file's key.
func (o *Opener) Close() { clear(o.key) }

func payload(key, nonce []byte) (sealer, error) {
	k, err := hkdf.Key(sha256.New, key, nonce, "payload", chacha20poly1305.KeySize)
	if err != nil {
		return nil, err
	}
	defer clear(k)
	return chacha20poly1305.New(k)
}
