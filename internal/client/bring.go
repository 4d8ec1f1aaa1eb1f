package client

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strconv"
	"time"

	"pleach/internal/takeout"
	"pleach/seal/agefile"
)

// MaxFile is the largest file that is brought along, in bytes: several times
// what ten years come to.
const MaxFile = 64 << 20

// The errors of a file that somebody brings along. None of them changes
// anything.
var (
	// ErrNoFile: no file was handed over, or one that is larger than MaxFile.
	ErrNoFile = errors.New("client: there is no file here")
	// ErrFileKind: it is not a file of everything that somebody took along.
	ErrFileKind = errors.New("client: this is another kind of file")
	// ErrFileNewer: a newer version of the app wrote it.
	ErrFileNewer = errors.New("client: a newer version wrote this file")
	// ErrPassphrase: the passphrase does not open it.
	ErrPassphrase = errors.New("client: the passphrase does not open this file")
)

// DamagedFile says where a file is damaged, and how much of it is whole. What is
// whole can be brought along by itself.
type DamagedFile struct {
	Line  int // 0: before the first
	Whole int // things before the damage
	err   error
}

// Error implements error.
func (d *DamagedFile) Error() string {
	return "client: the file is damaged in line " + strconv.Itoa(d.Line) + ", after " + strconv.Itoa(d.Whole) + " things: " + d.err.Error()
}

// Unwrap gives what is wrong there.
func (d *DamagedFile) Unwrap() error { return d.err }

// HoldFile keeps a file in memory until it is brought along, dropped, or the app
// locks. ErrNoFile when it is empty or too large; then none is held.
func (p *Person) HoldFile(r io.Reader) error {
	file, err := io.ReadAll(io.LimitReader(r, MaxFile+1))
	if err == nil && (len(file) == 0 || len(file) > MaxFile) {
		err = ErrNoFile
	}
	if err != nil {
		file = nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.file = file
	return err
}

// HoldsFile reports whether there is one.
func (p *Person) HoldsFile() bool { return p.held() != nil }

func (p *Person) dropFile() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.file = nil
}

func (p *Person) held() []byte {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.file
}

// Brought is what came along with a file.
type Brought struct {
	Name  string    // whose file it is
	Made  time.Time // and of when
	New   int       // things that are here now
	Known int       // things that were here already
}

// Bring opens the file that is held and adds what is in it and not here yet: the
// person's own becomes their own again, and what was shared becomes a copy. The
// file is read to its end before anything is written; with salvage, what stands
// before a damage comes along. Doing it twice adds nothing. Errors: ErrNoFile,
// ErrFileKind, ErrFileNewer, ErrPassphrase, *DamagedFile; after any other, what
// was added stays and the rest can be added by doing it again.
func (p *Person) Bring(ctx context.Context, passphrase string, salvage bool) (Brought, error) {
	file := p.held()
	if file == nil {
		return Brought{}, ErrNoFile
	}
	o, err := agefile.Open(bytes.NewReader(file), normal(passphrase))
	if err != nil {
		return Brought{}, unopened(err)
	}
	defer o.Close()
	if _, _, err := each(o, file, func(takeout.Line) error { return nil }); err != nil && !(salvage && damaged(err)) {
		return Brought{}, err
	}
	_ = p.Sync(ctx) // another device may have brought it
	b := newBringing(ctx, p)
	head, _, err := each(o, file, b.line)
	if err == nil || damaged(err) {
		err = b.flush()
	}
	p.kick()
	p.cfg.Changed()
	if err == nil {
		p.dropFile()
	}
	return Brought{Name: head.Name, Made: head.Made, New: b.added, Known: b.known}, err
}

// each hands over a file's lines, and says where it is damaged.
func each(o *agefile.Opener, file []byte, take func(takeout.Line) error) (h takeout.Head, things int, err error) {
	plain, err := o.Read(bytes.NewReader(file))
	if err != nil {
		return h, 0, unopened(err)
	}
	r, h, err := takeout.NewReader(plain)
	if err != nil {
		return h, 0, unread(err, 0)
	}
	for {
		l, err := r.Next()
		if err == io.EOF {
			return h, things, nil
		}
		if err != nil {
			return h, things, unread(err, things)
		}
		if l.Space == nil {
			things++
		}
		if err := take(l); err != nil {
			return h, things, err
		}
	}
}

func damaged(err error) bool {
	var d *DamagedFile
	return errors.As(err, &d)
}

func unopened(err error) error {
	switch {
	case errors.Is(err, agefile.ErrPassphrase):
		return ErrPassphrase
	case errors.Is(err, agefile.ErrDamaged):
		return &DamagedFile{err: err}
	case errors.Is(err, agefile.ErrFormat), errors.Is(err, agefile.ErrRecipient), errors.Is(err, agefile.ErrWork):
		return ErrFileKind
	}
	return err
}

func unread(err error, whole int) error {
	var at *takeout.LineError
	switch {
	case errors.As(err, &at):
		return &DamagedFile{Line: at.Line, Whole: whole, err: err}
	case errors.Is(err, takeout.ErrNewer):
		return ErrFileNewer
	case errors.Is(err, takeout.ErrNotOurs):
		return ErrFileKind
	}
	return unopened(err)
}
