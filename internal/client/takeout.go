package client

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"pleach/internal/bond"
	"pleach/internal/takeout"
	"pleach/seal"
	"pleach/seal/agefile"
)

// MinPassphrase is how many characters a passphrase of one's own has at least.
// It is longer than a password: nothing but it stands before the file.
const MinPassphrase = 16

// ErrWeakPassphrase: the passphrase is shorter than MinPassphrase characters.
var ErrWeakPassphrase = errors.New("client: the passphrase is too short")

// Packed is a file of everything that a person takes along. It is in memory
// alone, until it is dropped or the app locks.
type Packed struct {
	Words   string // the passphrase that was drawn; "" when the person chose one
	Things  int
	LeftOut int // things of a newer version that this one cannot take along
	file    []byte
}

// Bytes is the sealed file. It must not be changed.
func (k *Packed) Bytes() []byte { return k.file }

// Pack makes the file, sealed with the passphrase or, when that is "", with
// words that are drawn. It changes nothing, and needs no network: what is taken
// is what this device has. ErrWeakPassphrase.
func (p *Person) Pack(passphrase string) error {
	k := &Packed{}
	passphrase = normal(passphrase)
	if passphrase == "" {
		words, err := seal.Passphrase(p.cfg.Rand)
		if err != nil {
			return err
		}
		passphrase = strings.Join(words, "-")
		k.Words = passphrase
	}
	if utf8.RuneCountInString(passphrase) < MinPassphrase {
		return ErrWeakPassphrase
	}
	if err := p.pack(k, passphrase); err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.packed = k
	return nil
}

// normal is a passphrase as every keyboard and every program types it.
func normal(passphrase string) string { return norm.NFC.String(strings.TrimSpace(passphrase)) }

func (p *Person) pack(k *Packed, passphrase string) error {
	var file bytes.Buffer
	sealed, err := agefile.Seal(&file, p.cfg.Rand, passphrase, agefile.Log)
	if err != nil {
		return err
	}
	w := takeout.NewWriter(sealed, takeout.Head{Made: p.cfg.Now().UTC(), Name: p.Private().Name})
	for _, e := range p.private.rep().Entries() {
		w.Private(e.Payload)
	}
	for _, past := range slices.Backward(p.Past()) {
		packPast(w, past)
	}
	p.packShared(w)
	tally, err := w.Close()
	if err == nil {
		err = sealed.Close()
	}
	k.Things, k.LeftOut, k.file = tally.Things(), tally.LeftOut, file.Bytes()
	return err
}

func packPast(w *takeout.Writer, past Past) {
	w.Space(takeout.Space{
		ID: past.Pair.Space, Self: past.Self, Other: past.Other, Partner: past.Pair.Partner, Inviter: past.Pair.Inviter, Since: past.Pair.Since.UTC(),
	})
	for _, e := range past.Copy.Whole() {
		w.Entry(e)
	}
	for _, a := range past.Copy.Given() {
		w.Answer(a)
	}
}

// packShared takes what both gave in the space that is shared now: as much as
// stays with this person when sharing ends.
func (p *Person) packShared(w *takeout.Writer) {
	_, s := p.spaces()
	partner, ok := p.Partner()
	if s == nil || !ok {
		return
	}
	w.Space(takeout.Space{ID: s.id, Self: s.self, Other: partner.Member, Partner: partner.Name, Inviter: partner.Pair.Inviter, Since: partner.Since.UTC()})
	for _, o := range s.rep().Entries() {
		w.Entry(bond.KeptEntry{Lamport: o.Lamport, Device: o.Device, Seq: o.Seq, Author: o.Author, Payload: o.Payload})
	}
	for _, gate := range s.rep().Gates() {
		for _, a := range s.rep().Answers(gate) {
			w.Answer(bond.KeptAnswer{Gate: gate, Author: a.Author, Payload: a.Payload})
		}
	}
}

// Packed is the file that was made last, or nil.
func (p *Person) Packed() *Packed {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.packed
}

// Unpack drops it.
func (p *Person) Unpack() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.packed = nil
}
