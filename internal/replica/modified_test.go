package replica_test

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"

	"pleach/internal/remote"
	"pleach/internal/replica"
	"pleach/internal/testkit"
	"pleach/seal"
	"pleach/wire"
)

// modified is Noor with a client of her own making. It has her keys and all that
// her device was told, and seals and signs whatever it is asked to. The relay is
// an honest one; what that refuses, a relay of Noor's own serves to Ada.
type modified struct {
	couple
	phone, laptop *replica.Replica // Ada's
	desk          *testkit.Device  // the laptop's
	noor          *replica.Replica // what her client was before
	cfg           replica.Config
	refused       wire.Code // what the honest relay said first; empty when it took all
	told          [][]byte  // what has to reach Ada
	reached       map[string]bool
	calls         int // of Ada's devices
	released      int // keys of Ada's answer that they let go
}

// forgery is what a modified client sends.
type forgery struct {
	entries []wire.Entry
	answers []wire.Answer
	keys    []wire.Key
	commits []seal.Commit
}

// adaAnswers is what Ada has answered, in strict mode: nobody may read it before
// an answer of Noor's is in.
const adaAnswers = "Ada's answer"

func newModified(t tb, seed uint64) *modified {
	t.Helper()
	w := newCouple(t, seed)
	desk := must[*testkit.Device](t)(w.ada.Person.Device(ctx))
	m := &modified{couple: w, desk: desk, cfg: must[replica.Config](t)(w.noor.Config(w.space)), reached: map[string]bool{}}
	m.phone, m.noor, m.laptop = m.seated(w.ada), w.open(w.noor), m.seated(desk)
	w.ada.Strict, desk.Strict = true, true
	write(t, m.phone, "Ada's")
	syncAll(t, m.phone, m.laptop)
	write(t, m.laptop, "Ada's, from the laptop")
	syncAll(t, m.laptop, m.noor)
	write(t, m.noor, "Noor's")
	answer(t, m.phone, adaAnswers)
	syncAll(t, m.noor, m.phone, m.laptop, m.noor)
	for _, d := range []*testkit.Device{w.ada, desk} {
		d.Network.Record(func(_ remote.Request, resp remote.Response) { m.saw(resp.Body) })
		d.Network.Before(func(r remote.Request) error {
			if m.calls++; r.Method == "PUT" && strings.HasSuffix(r.Path, "/key") {
				m.released++
			}
			return nil
		})
	}
	return m
}

// seated opens a device of Ada's, in a space that has two places, as the app does.
func (m *modified) seated(d *testkit.Device) *replica.Replica {
	m.Helper()
	cfg := must[replica.Config](m)(d.Config(m.space))
	cfg.Seats = 2
	return must[*replica.Replica](m)(replica.Open(ctx, cfg))
}

// saw notes which parts of the lie have reached a device of Ada's.
func (m *modified) saw(body []byte) {
	for _, part := range m.told {
		if bytes.Contains(body, part) || bytes.Contains(body, []byte(base64.StdEncoding.EncodeToString(part))) {
			m.reached[string(part)] = true
		}
	}
}

// wantReached ends the test unless everything that was told has come to Ada.
func (m *modified) wantReached() {
	m.Helper()
	if len(m.told) == 0 || len(m.reached) != len(m.told) {
		m.Fatalf("%d of %d parts of the attack reached Ada", len(m.reached), len(m.told))
	}
}

// tell sends a lie to the honest relay, and what it refuses by Noor's own.
func (m *modified) tell(l forgery) {
	m.Helper()
	var left forgery
	space := m.couple.noor.Client.Space(m.space)
	for _, c := range l.commits {
		m.told = append(m.told, c.Bytes())
		if m.refuses(space.PutCommit(ctx, c.N, c.Bytes())) {
			left.commits = append(left.commits, c)
		}
	}
	if len(l.entries) > 0 {
		for _, e := range l.entries {
			m.told = append(m.told, e.Append(nil))
		}
		_, err := space.Push(ctx, l.entries)
		if m.refuses(err) {
			left.entries = l.entries
		}
	}
	for _, a := range l.answers {
		m.told = append(m.told, a.Append(nil))
		if m.refuses(space.PostAnswer(ctx, a)) {
			left.answers = append(left.answers, a)
		}
	}
	for _, k := range l.keys {
		m.told = append(m.told, k.Append(nil))
		if m.refuses(space.PostKey(ctx, k)) {
			left.keys = append(left.keys, k)
		}
	}
	if m.refused != "" {
		m.serve(left)
	}
}

func (m *modified) refuses(err error) bool {
	m.Helper()
	var p *wire.Problem
	if err != nil && !errors.As(err, &p) {
		m.Fatal(err)
	}
	if p != nil && m.refused == "" {
		m.refused = p.Code
	}
	return p != nil
}

// serve is Noor's own relay: it adds the lie to whatever Ada's devices pull.
func (m *modified) serve(l forgery) {
	for _, d := range []*testkit.Device{m.ada, m.desk} {
		d.Network.After(func(r remote.Request, resp *remote.Response) error {
			switch {
			case r.Method != "GET" || resp.Status != 200:
			case strings.Contains(r.Path, "/commits?from="):
				m.addCommits(r.Path, resp, l.commits)
			case strings.Contains(r.Path, "/entries?"):
				m.addItems(resp, l)
			}
			return nil
		})
	}
}

func (m *modified) addItems(resp *remote.Response, l forgery) {
	pos := must[uint64](m)(strconv.ParseUint(resp.Header[wire.HeaderNext], 10, 64))
	add := func(kind wire.ItemKind, data []byte) {
		pos++
		resp.Body = wire.AppendItem(resp.Body, wire.Item{Kind: kind, Pos: pos, Data: data})
	}
	for _, e := range l.entries {
		add(wire.ItemEntry, e.Append(nil))
	}
	for _, a := range l.answers {
		add(wire.ItemAnswer, a.Append(nil))
	}
	for _, k := range l.keys {
		add(wire.ItemKey, k.Append(nil))
	}
	resp.Header[wire.HeaderNext] = strconv.FormatUint(pos, 10)
}

func (m *modified) addCommits(path string, resp *remote.Response, lies []seal.Commit) {
	_, after, _ := strings.Cut(path, "from=")
	from := must[int](m)(strconv.Atoi(after))
	var all wire.Commits
	ok(m, json.Unmarshal(resp.Body, &all))
	for _, c := range lies {
		switch at := int(c.N) - from; {
		case at >= 0 && at < len(all.Commits):
			all.Commits[at] = c.Bytes()
		case at >= 0:
			all.Commits = append(all.Commits, c.Bytes())
		}
	}
	resp.Body = must[[]byte](m)(json.Marshal(all))
}

// device is the seal.Device that Noor's client signs with.
func (m *modified) device() seal.Device { return m.cfg.Device }

// chain is a device's newest entry, as the relay has it.
func (m *modified) chain(device wire.ID) (newest wire.Entry) {
	_, entries := m.stored()
	for _, e := range entries {
		if e.Header.Device == device {
			newest = e
		}
	}
	return newest
}

// adas is the chain of Ada's laptop; her phone is who is lied to.
func (m *modified) adas() wire.ID { return m.laptop.Device() }

// next is the header that an honest client would write next in Noor's chain.
func (m *modified) next(class wire.Class) wire.Header {
	last := m.chain(m.device().ID())
	h := wire.Header{
		Class: class, Space: m.space, Epoch: last.Header.Epoch, Device: m.device().ID(), Seq: last.Header.Seq + 1,
		Prev: last.Hash(), Lamport: last.Header.Lamport + 1,
	}
	return h
}

// event is a sealed event; change may spoil its header before it is sealed.
func (m *modified) event(text string, change func(*wire.Header)) wire.Entry {
	m.Helper()
	key := must[seal.Key](m)(seal.NewKey(m.Rand()))
	h := m.next(wire.ClassEvent)
	h.Commitment = key.Commitment()
	change(&h)
	return m.sealed(h, key, text)
}

func (m *modified) sealed(h wire.Header, key seal.Key, text string) wire.Entry {
	m.Helper()
	_, epoch, err := m.noor.Epoch()
	ok(m, err)
	e := wire.Entry{Header: h}
	e.Wrap = must[[]byte](m)(seal.WrapKey(m.Rand(), epoch, h.Bytes(), key))
	e.Body = must[[]byte](m)(seal.SealBody(m.Rand(), key, h.Bytes(), []byte(text)))
	return m.signed(e)
}

func (m *modified) signed(e wire.Entry) wire.Entry {
	e.Sig = m.device().Sign(e.Hash())
	return e
}

// erases is an entry of Noor's that erases something.
func (m *modified) erases(target wire.Entry) wire.Entry {
	of := wire.Erasure{Device: target.Header.Device, Seq: target.Header.Seq, Hash: target.Hash()}
	return m.signed(wire.Entry{Header: m.next(wire.ClassErase), Body: of.Bytes()})
}

// begins is the first entry of a chain, with any certificate, signed by a device.
func (m *modified) begins(d seal.Device, id wire.ID, cert []byte) wire.Entry {
	h := wire.Header{Class: wire.ClassCert, Space: m.space, Epoch: m.next(wire.ClassCert).Epoch, Device: id, Seq: 1, Lamport: 100}
	e := wire.Entry{Header: h, Body: cert}
	e.Sig = d.Sign(e.Hash())
	return e
}

// another is a fresh device of nobody's yet.
func (m *modified) another() seal.Device {
	m.Helper()
	return must[seal.Device](m)(seal.NewDevice(m.Rand()))
}

// says is an answer of Noor's to this week's gate.
func (m *modified) says(text string, change func(*wire.Answer)) wire.Answer {
	m.Helper()
	_, epoch, err := m.noor.Epoch()
	ok(m, err)
	key := must[seal.Key](m)(seal.NewKey(m.Rand()))
	a := wire.Answer{Space: m.space, Gate: thisWeek, Epoch: m.next(0).Epoch, Device: m.device().ID(), Commitment: key.Commitment()}
	change(&a)
	wrap := must[[]byte](m)(seal.WrapKey(m.Rand(), epoch, a.Header(), key))
	if a.Wrap == nil {
		a.Wrap = wrap
	} else if len(a.Wrap) == 0 {
		a.Wrap = nil
	}
	if a.Body == nil {
		a.Body = must[[]byte](m)(seal.SealBody(m.Rand(), key, a.Header(), []byte(text)))
	}
	a.Sig = m.device().Sign(a.Hash())
	return a
}

// member are Noor's keys in the space.
func (m *modified) member() seal.Member { return m.couple.noor.Person.Members[m.space] }

// commit is the next commit by Noor, spoiled and signed by her all the same.
func (m *modified) commit(change func(*seal.Commit)) seal.Commit {
	m.Helper()
	commits, _ := m.stored()
	last := commits[len(commits)-1]
	_, lastKey, err := m.noor.Epoch()
	ok(m, err)
	key := must[seal.Key](m)(seal.NewKey(m.Rand()))
	c := must[seal.Commit](m)(seal.NewCommit(m.Rand(), m.member(), &last, m.space, last.Members, nil, key, &lastKey))
	change(&c)
	return m.resigned(c)
}

// resigned signs a commit again with Noor's member key, whose seed ends its
// secret encoding.
func (m *modified) resigned(c seal.Commit) seal.Commit {
	b := m.member().Bytes()
	unsigned := c.Bytes()
	unsigned = unsigned[:len(unsigned)-len(c.Sig)]
	c.Sig = ed25519.Sign(ed25519.NewKeyFromSeed(b[len(b)-32:]), slices.Concat([]byte("pleach/1 commit signature\x00"), unsigned))
	return c
}

// forget leaves out of what has to reach Ada what was told so far.
func (m *modified) forget() { m.told, m.reached = nil, map[string]bool{} }
