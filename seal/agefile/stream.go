package agefile

import (
	"bufio"
	"crypto/cipher"
	"errors"
	"io"

	"golang.org/x/crypto/chacha20poly1305"
)

const (
	chunkSize = 64 << 10
	nonceSize = 16 // before the first chunk
)

type sealer = cipher.AEAD

// stream numbers the chunks: eleven bytes count, and the twelfth says which is
// the last, so that no file can be cut off unnoticed.
type stream struct {
	sealer
	nonce [chacha20poly1305.NonceSize]byte
}

func (s *stream) next() {
	for i := len(s.nonce) - 2; i >= 0; i-- {
		if s.nonce[i]++; s.nonce[i] != 0 {
			return
		}
	}
}

// writer holds back a chunk until it knows whether more comes.
type writer struct {
	stream
	w    io.Writer
	buf  []byte
	err  error
	done bool
}

// Write implements io.Writer.
func (w *writer) Write(p []byte) (n int, err error) {
	if w.done {
		return 0, errors.New("agefile: written after its end")
	}
	for len(p) > 0 && w.err == nil {
		if len(w.buf) == chunkSize {
			w.flush()
			continue
		}
		some := min(len(p), chunkSize-len(w.buf))
		w.buf = append(w.buf, p[:some]...)
		p, n = p[some:], n+some
	}
	return n, w.err
}

// Close seals the last chunk. It does not close what is below.
func (w *writer) Close() error {
	if w.done || w.err != nil {
		return w.err
	}
	w.done = true
	w.nonce[len(w.nonce)-1] = 1
	w.flush()
	return w.err
}

func (w *writer) flush() {
	sealed := w.Seal(w.buf[:0], w.nonce[:], w.buf, nil)
	_, w.err = w.w.Write(sealed)
	w.buf = w.buf[:0]
	w.next()
}

type reader struct {
	stream
	r    *bufio.Reader
	buf  [chunkSize + chacha20poly1305.Overhead]byte
	rest []byte // of the chunk that was opened last
	err  error  // once the rest is read
}

// Read implements io.Reader.
func (r *reader) Read(p []byte) (int, error) {
	for len(r.rest) == 0 {
		if r.err != nil {
			return 0, r.err
		}
		r.fill()
	}
	n := copy(p, r.rest)
	r.rest = r.rest[n:]
	return n, nil
}

// fill opens the next chunk. After the last one err is io.EOF; a chunk that is
// whole and has nothing behind it although it is not the last is still given.
func (r *reader) fill() {
	n, err := io.ReadFull(r.r, r.buf[:])
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		r.err = err
		return
	}
	last := err != nil
	if !last {
		_, err := r.r.Peek(1)
		last = err != nil
	}
	sealed := r.buf[:n]
	if last {
		r.end(sealed)
		return
	}
	r.open(sealed)
}

func (r *reader) end(sealed []byte) {
	kept, first := append([]byte(nil), sealed...), r.first()
	r.nonce[len(r.nonce)-1] = 1
	if r.open(sealed); r.err == nil {
		r.err = io.EOF
		if len(r.rest) == 0 && !first {
			r.err = ErrDamaged // an empty chunk stands in an empty file alone
		}
		return
	}
	r.err, r.nonce[len(r.nonce)-1] = nil, 0
	if len(kept) == len(r.buf) {
		r.open(kept) // the rest was cut off where a chunk ends
	}
	r.err = ErrDamaged
}

func (r *reader) first() bool { return r.nonce == [chacha20poly1305.NonceSize]byte{} }

func (r *reader) open(sealed []byte) {
	plain, err := r.Open(sealed[:0], r.nonce[:], sealed, nil)
	if err != nil {
		r.err = ErrDamaged
		return
	}
	r.rest = plain
	r.next()
}
