package takeout

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strconv"

	"pleach/internal/bond"
)

// ErrNotOurs: what was opened is no such file.
var ErrNotOurs = errors.New("takeout: this is not a file of everything that somebody took along")

// ErrNewer: a newer version of the app wrote the file.
var ErrNewer = errors.New("takeout: a newer version wrote this file")

// LineError says in which line the file is damaged, and never what stands there.
type LineError struct {
	Line int // from 1
	Err  error
}

// Error implements error.
func (e *LineError) Error() string {
	return "takeout: line " + strconv.Itoa(e.Line) + ": " + e.Err.Error()
}

// Unwrap gives what is wrong.
func (e *LineError) Unwrap() error { return e.Err }

var (
	errCutOff = errors.New("the file ends before its end")
	errBehind = errors.New("something stands behind the end")
	errCount  = errors.New("the end counts other things than there are")
	errLong   = errors.New("this line is too long")
	errKind   = errors.New("such a thing belongs to an account and is in no file")
	errSpace  = errors.New("nothing says with whom this was shared")
)

// maxLine is the longest line, in bytes: the largest entry, and each of its
// bytes escaped.
const maxLine = 2 << 20

// Line is one of a file's things. One of its fields is set.
type Line struct {
	Private []byte // payload of an event of one's own
	Space   *Space
	Entry   *bond.KeptEntry  // of the space that came last
	Answer  *bond.KeptAnswer // of the same
}

// Reader reads a file, one line at a time, and never holds more than one.
type Reader struct {
	r     *bufio.Reader
	buf   []byte
	n     int // lines read
	count int // things read
	space Space
}

// NewReader reads the first line. Errors: ErrNotOurs, ErrNewer, and what r
// gives.
func NewReader(r io.Reader) (*Reader, Head, error) {
	in := &Reader{r: bufio.NewReader(r)}
	line, err := in.line()
	if err != nil {
		return nil, Head{}, first(err)
	}
	var h headLine
	if json.Unmarshal(line, &h) != nil || h.Pleach != mark || h.Version < 1 {
		return nil, Head{}, ErrNotOurs
	}
	if h.Version > Version {
		return nil, Head{}, ErrNewer
	}
	if decode(line, &h) != nil {
		return nil, Head{}, &LineError{1, errForm}
	}
	return in, Head{Made: h.Made, Name: h.Name}, nil
}

// first says of a file without a first line that it is none.
func first(err error) error {
	if errors.Is(err, errCutOff) || errors.Is(err, errLong) {
		return ErrNotOurs
	}
	return err
}

// Next reads a line. It gives io.EOF after the last, and otherwise a *LineError,
// which wraps what the reader below says.
func (r *Reader) Next() (Line, error) {
	line, err := r.line()
	if err != nil {
		return Line{}, r.at(err)
	}
	switch {
	case bytes.HasPrefix(line, []byte(`{"in":`)):
		l, err := r.thing(line)
		return l, r.at(err)
	case bytes.HasPrefix(line, []byte(`{"space":`)):
		r.space = Space{}
		if err := decode(line, &r.space); err != nil || r.space.ID.IsZero() {
			return Line{}, r.at(errForm)
		}
		s := r.space
		return Line{Space: &s}, nil
	}
	return Line{}, r.at(r.end(line))
}

// at adds the line's number to what is wrong.
func (r *Reader) at(err error) error {
	if err == nil || err == io.EOF {
		return err
	}
	return &LineError{r.n, err}
}

func (r *Reader) thing(line []byte) (Line, error) {
	var l thing
	if err := decode(line, &l); err != nil {
		return Line{}, err
	}
	payload, err := l.payload()
	if err != nil || !l.sameLine(payload) {
		return Line{}, errForm
	}
	r.count++
	if l.In == inPrivate {
		return l.private(payload)
	}
	return l.shared(r.space, payload)
}

func (l thing) private(payload []byte) (Line, error) {
	if l.By != "" || l.Lamport != 0 || l.Seq != 0 || !l.Device.IsZero() || !l.Gate.IsZero() {
		return Line{}, errForm
	}
	if !bond.Carried(payload) {
		return Line{}, errKind
	}
	return Line{Private: payload}, nil
}

func (l thing) shared(s Space, payload []byte) (Line, error) {
	if s.ID.IsZero() || l.In != s.ID.String() {
		return Line{}, errSpace
	}
	author, err := s.author(l.By)
	if err != nil || s.by(author) != l.By {
		return Line{}, errForm
	}
	if l.Gate.IsZero() {
		return Line{Entry: &bond.KeptEntry{Lamport: l.Lamport, Device: l.Device, Seq: l.Seq, Author: author, Payload: payload}}, nil
	}
	if l.Lamport != 0 || l.Seq != 0 || !l.Device.IsZero() {
		return Line{}, errForm
	}
	return Line{Answer: &bond.KeptAnswer{Gate: l.Gate, Author: author, Payload: payload}}, nil
}

// end checks the last line, and that it is the last.
func (r *Reader) end(line []byte) error {
	var e endLine
	if err := decode(line, &e); err != nil || !e.End {
		return errForm
	}
	if e.Things != r.count {
		return errCount
	}
	if _, err := r.r.ReadByte(); err != nil {
		return err // io.EOF where all is well
	}
	return errBehind
}

// line is the next line with its end. It is good until the next call.
func (r *Reader) line() ([]byte, error) {
	r.n++
	r.buf = r.buf[:0]
	for {
		part, err := r.r.ReadSlice('\n')
		r.buf = append(r.buf, part...)
		switch {
		case len(r.buf) > maxLine:
			return nil, errLong
		case err == nil:
			return r.buf, nil
		case err == io.EOF:
			return nil, errCutOff
		case err != bufio.ErrBufferFull:
			return nil, err
		}
	}
}
