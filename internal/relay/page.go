package relay

import "sync"

// Page is one answer to a pull.
type Page struct {
	Body []byte // items as wire.AppendItem writes them
	Next uint64 // the cursor for the next pull
	More bool   // there is more after Next now
}

// bodies are those of pages that were sent. Fresh megabytes for every pull would
// have to be cleared, and keep the garbage collector busy.
var bodies sync.Pool

// smallPage is what is not worth being kept.
const smallPage = 64 << 10

// NewPage is an empty page with room for so many bytes.
func NewPage(size int) Page {
	if size >= smallPage {
		if b, ok := bodies.Get().(*[]byte); ok && cap(*b) >= size {
			return Page{Body: (*b)[:0]}
		}
	}
	return Page{Body: make([]byte, 0, size)}
}

// Release gives the body to a page to come: nobody may look at it any more. A
// page that is not released is garbage like everything else.
func (p *Page) Release() {
	if b := p.Body; cap(b) >= smallPage {
		bodies.Put(&b)
	}
	p.Body = nil
}
