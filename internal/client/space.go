package client

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"sync"

	"pleach/internal/bond"
	"pleach/internal/remote"
	"pleach/internal/replica"
	"pleach/seal"
	"pleach/wire"
)

// snapshotEvery is after how many new entries a space's snapshot is renewed.
const snapshotEvery = 500

// space is one space on this device: its replica and the journal folded from
// it.
type space struct {
	id     wire.ID
	self   wire.ID // this person's member id
	member seal.Member
	anchor wire.Hash
	person *Person

	mu      sync.Mutex
	replica *replica.Replica
	shot    int // entries at the last snapshot
	decoded map[replica.Ref]bond.Event
	places  []replica.Ref // of the entries that were decoded last
	seen    uint64        // revision of the replica that the journals are of, plus one
	private *bond.Private
	shared  *bond.Shared
}

// tenancy is this device's keys in a space. A device whose storage was set
// back starts anew with the next number, in an empty Local.
type tenancy struct {
	Device []byte `json:"device"`
	Number int    `json:"number"`
}

func (p *Person) openSpace(ctx context.Context, id wire.ID, member seal.Member, anchor wire.Hash) (*space, error) {
	s := &space{id: id, self: member.Public().ID(), member: member, anchor: anchor, person: p}
	t, err := s.tenancy(ctx)
	if err != nil {
		return nil, err
	}
	err = s.open(ctx, t)
	if errors.Is(err, replica.ErrDamaged) {
		return s, s.anew(ctx, t, nil, nil) // the relay has what this device had sent
	}
	return s, err
}

// tenancy loads this device's keys in the space, or makes them.
func (s *space) tenancy(ctx context.Context) (tenancy, error) {
	raw, err := s.person.box.get(ctx, nameDev+s.id.String())
	var t tenancy
	if err != nil || raw == nil {
		if err != nil {
			return t, err
		}
		return s.newTenancy(ctx, 0)
	}
	return t, json.Unmarshal(raw, &t)
}

func (s *space) newTenancy(ctx context.Context, number int) (tenancy, error) {
	device, err := seal.NewDevice(s.person.cfg.Rand)
	if err != nil {
		return tenancy{}, err
	}
	t := tenancy{Device: device.Bytes(), Number: number}
	raw, err := json.Marshal(t)
	if err != nil {
		return t, err
	}
	return t, s.person.box.put(ctx, nameDev+s.id.String(), raw)
}

func (s *space) open(ctx context.Context, t tenancy) error {
	device, err := seal.ParseDevice(t.Device)
	if err != nil {
		return err
	}
	reached, err := s.reached(ctx)
	if err != nil {
		return err
	}
	r, err := replica.Open(ctx, replica.Config{
		Space: s.id, Member: s.memberKeys(), Device: device,
		Local:       s.person.cfg.Storage.Space(t.local(s.id)),
		Remote:      s.person.api.Space(s.id),
		SnapshotKey: s.person.local,
		Formerly:    s.person.vault.formerly(s.person.line, "snapshot"),
		Anchor:      s.anchor,
		Reached:     reached,
		Rand:        s.person.cfg.Rand,
		Seats:       s.seats(),
		Stale:       s.stale,
		Strict:      func() bool { return s.person.Private().Settings.Strict },
	})
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.replica, s.seen, s.shot = r, 0, len(r.Entries())
	s.decoded = map[replica.Ref]bond.Event{} // a chain that was set back had others at the same places
	return nil
}

// seats is for how many people the space is.
func (s *space) seats() int {
	if s.id == s.person.line.space {
		return 1
	}
	return 2
}

// local is the name of the tenancy's memory in Storage.
func (t tenancy) local(space wire.ID) wire.ID {
	if t.Number == 0 {
		return space
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%s/%d", space, t.Number))
	return wire.ID(sum[:16])
}

// anew starts over with a fresh device chain, and writes and erases again what
// the relay had not heard of.
func (s *space) anew(ctx context.Context, old tenancy, unsent [][]byte, erased []replica.Ref) error {
	t, err := s.newTenancy(ctx, old.Number+1)
	if err != nil {
		return err
	}
	if err := s.open(ctx, t); err != nil {
		return err
	}
	if len(unsent)+len(erased) == 0 {
		return nil
	}
	if err := s.rep().Sync(ctx); err != nil {
		return err
	}
	return s.rep().Erase(ctx, unerased(s.rep(), erased), unsent...)
}

func (s *space) rep() *replica.Replica {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.replica
}

// found makes the space: commit 0 with this person alone. It is kept until the
// relay has it.
func (s *space) found(ctx context.Context, rand io.Reader) error {
	commit, err := firstCommit(rand, s.id, s.member)
	if err != nil {
		return err
	}
	if err := s.person.box.put(ctx, nameFirst+s.id.String(), commit.Bytes()); err != nil {
		return err
	}
	return s.rep().Bootstrap(ctx, commit.Bytes())
}

func firstCommit(rand io.Reader, space wire.ID, member seal.Member) (seal.Commit, error) {
	key, err := seal.NewKey(rand)
	if err != nil {
		return seal.Commit{}, err
	}
	return seal.NewCommit(rand, member, nil, space, []seal.MemberPublic{member.Public()}, nil, key, nil)
}

// write appends events and asks for them to be sent.
func (s *space) write(ctx context.Context, events ...bond.Event) error {
	payloads := make([][]byte, len(events))
	for i, e := range events {
		var err error
		if payloads[i], err = bond.Encode(e); err != nil {
			return err
		}
	}
	if _, err := s.rep().Append(ctx, payloads...); err != nil {
		return err
	}
	s.person.kick()
	s.person.cfg.Changed()
	return nil
}

// sync exchanges the space with the relay.
func (s *space) sync(ctx context.Context, api *remote.Client) error {
	if err := s.create(ctx, api); err != nil {
		return err
	}
	err := s.rep().Sync(ctx)
	if errors.Is(err, replica.ErrOwnRollback) {
		err = s.recover(ctx)
	}
	if errors.Is(err, replica.ErrAnswered) {
		err = nil // another device of this person was faster, and its answer counts
	}
	if err != nil {
		return err
	}
	return s.snapshot(ctx)
}

// create tells the relay of a space that was made here.
func (s *space) create(ctx context.Context, api *remote.Client) error {
	name := nameFirst + s.id.String()
	commit, err := s.person.box.get(ctx, name)
	if err != nil || commit == nil {
		return err
	}
	if err := api.CreateSpace(ctx, wire.NewSpace{Space: s.id, Commit: commit}); err != nil {
		return err
	}
	return s.person.box.drop(ctx, name)
}

func (s *space) recover(ctx context.Context) error {
	old, err := s.tenancy(ctx)
	if err != nil {
		return err
	}
	var unsent [][]byte
	for _, e := range s.rep().Entries() {
		if !e.Sent {
			unsent = append(unsent, e.Payload)
		}
	}
	posted := s.posted()
	if err := s.anew(ctx, old, unsent, s.rep().Unerased()); err != nil {
		return err
	}
	return s.repost(ctx, posted)
}

// repost posts answers anew that the relay may not have. Where it has one, that
// counts.
func (s *space) repost(ctx context.Context, posted map[wire.ID][]byte) error {
	if len(posted) == 0 {
		return nil
	}
	if err := s.rep().Sync(ctx); err != nil {
		return err
	}
	for gate, payload := range posted {
		if err := s.rep().Answer(ctx, gate, payload); err != nil && !errors.Is(err, replica.ErrAnswered) {
			return err
		}
	}
	return nil
}

// posted are the answers of this device that have not opened yet: the relay may
// not have them.
func (s *space) posted() map[wire.ID][]byte {
	open := map[wire.ID][]byte{}
	private := s.person.Private()
	rounds := slices.Collect(maps.Keys(private.Rounds))
	for _, r := range slices.AppendSeq(rounds, maps.Keys(private.Sharing[s.id].Given)) {
		gate := r.Gate(s.id)
		if payload, ok := s.rep().Posted(gate); ok && s.rep().Answers(gate) == nil {
			open[gate] = payload
		}
	}
	return open
}

func (s *space) snapshot(ctx context.Context) error {
	r := s.rep()
	n := len(r.Entries())
	s.mu.Lock()
	due := n >= s.shot+snapshotEvery
	s.mu.Unlock()
	if !due {
		return nil
	}
	if err := r.Snapshot(ctx); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.shot = n
	return nil
}

// entries decodes the replica's entries in fold order. What cannot be decoded
// counts as of a newer version: it stays in the log.
func (s *space) entries() []bond.Entry {
	opened := s.replica.Entries()
	entries := make([]bond.Entry, 0, len(opened))
	s.places = make([]replica.Ref, 0, len(opened))
	for _, o := range opened {
		e, ok := s.decoded[o.Ref]
		if !ok {
			var err error
			if e, err = bond.Decode(o.Payload); err != nil {
				e = bond.Unknown{}
			}
			s.decoded[o.Ref] = e
		}
		entries, s.places = append(entries, bond.Entry{Author: o.Author, Event: e}), append(s.places, o.Ref)
	}
	s.forget()
	return entries
}

// fold brings the journals up to the replica's revision. The caller holds mu.
func (s *space) fold() (fresh bool) {
	revision := s.replica.Revision() + 1
	if s.seen == revision {
		return false
	}
	s.seen = revision
	return true
}

func (s *space) privateJournal() *bond.Private {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.fold() {
		s.private = bond.FoldPrivate(s.entries())
	}
	return s.private
}

func (s *space) sharedJournal() *bond.Shared {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.fold() {
		s.shared = bond.FoldShared(s.entries())
	}
	return s.shared
}
