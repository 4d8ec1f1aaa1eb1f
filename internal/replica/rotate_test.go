package replica_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"pleach/internal/relay/mem"
	"pleach/internal/remote"
	"pleach/internal/replica"
	"pleach/internal/testkit"
	"pleach/seal"
	"pleach/wire"
)

func TestARotationLeavesOldWordsReadable(t *testing.T) {
	w := newCouple(t, 31)
	ada, noor := w.both()
	write(t, ada, "under the first key")
	syncAll(t, ada, noor)
	ok(t, ada.Rotate(ctx, replica.Rotation{}))
	write(t, noor, "written before Noor's phone heard of it")
	syncAll(t, noor, ada)
	write(t, ada, "under the second key")
	syncAll(t, ada, noor)
	for _, r := range []*replica.Replica{ada, noor, w.open(w.noor), w.fresh(w.noor), w.fresh(w.ada)} {
		wantTexts(t, r, "under the first key", "written before Noor's phone heard of it", "under the second key")
	}
	if got := w.epochs(); !slices.Equal(got, []uint32{1, 1, 2, 2, 2}) { // with a certificate each
		t.Fatalf("the relay's entries are under epochs %v", got)
	}
}

func TestWhatNoorWroteOfflineGoesUnderTheNewKey(t *testing.T) {
	w := newCouple(t, 43)
	ada, noor := w.both()
	write(t, noor, "in the tunnel")
	ok(t, ada.Rotate(ctx, replica.Rotation{}))
	write(t, noor, "still in it")
	_, before := w.stored()
	syncAll(t, noor, ada)
	wantTexts(t, ada, "in the tunnel", "still in it")
	wantSame(t, ada, noor)
	wantSame(t, noor, w.open(w.noor))
	commits, after := w.stored()
	for _, e := range after[len(before):] {
		if int(e.Header.Epoch) != len(commits)-1 {
			t.Fatalf("entry %d went under epoch %d of %d", e.Header.Seq, e.Header.Epoch, len(commits)-1)
		}
	}
}

// fresh is a further device of a person, after its first Sync.
func (c couple) fresh(d *testkit.Device) *replica.Replica {
	c.Helper()
	r := c.open(must[*testkit.Device](c)(d.Person.Device(ctx)))
	syncAll(c, r)
	return r
}

// stored is everything that the relay has of the space.
func (c couple) stored() (commits []seal.Commit, entries []wire.Entry) {
	c.Helper()
	remote := c.noor.Client.Space(c.space)
	for _, raw := range must[[][]byte](c)(remote.Commits(ctx, 0)) {
		commits = append(commits, must[seal.Commit](c)(seal.ParseCommit(raw)))
	}
	items, _, _, err := remote.Pull(ctx, 0)
	ok(c, err)
	for _, it := range items {
		if it.Kind == wire.ItemEntry {
			entries = append(entries, must[wire.Entry](c)(wire.ParseEntry(it.Data)))
		}
	}
	return commits, entries
}

func (c couple) epochs() (epochs []uint32) {
	_, entries := c.stored()
	for _, e := range entries {
		epochs = append(epochs, e.Header.Epoch)
	}
	return epochs
}

// collude is what somebody reads who has all that the server stores, a person's
// member keys, and the epoch keys that they ever held.
func (c couple) collude(m seal.Member, held ...seal.Key) (read []string) {
	commits, entries := c.stored()
	keys := slices.Clone(held)
	for _, commit := range commits {
		if k, err := commit.Open(m); err == nil && !slices.Contains(keys, k) {
			keys = append(keys, k)
		}
	}
	for range commits { // what one key hands on may open another
		for _, commit := range commits {
			for _, k := range keys {
				if before, err := commit.OpenPrev(k); err == nil && !slices.Contains(keys, before) {
					keys = append(keys, before)
				}
			}
		}
	}
	for _, e := range entries {
		for _, k := range keys {
			if key, err := seal.UnwrapKey(k, e.Header.Bytes(), e.Wrap); err == nil {
				body, err := seal.OpenBody(key, e.Header.Commitment, e.Header.Bytes(), e.Body)
				ok(c, err)
				read = append(read, string(body))
			}
		}
	}
	return read
}

// TestARemovedDeviceOpensNothingLater: Ada removes her lost phone. Whoever has
// it has its keys, and gets everything from the server.
func TestARemovedDeviceOpensNothingLater(t *testing.T) {
	w := newCouple(t, 32)
	phone, noor := w.both()
	write(t, phone, "before")
	syncAll(t, phone, noor)
	desk := must[*testkit.Device](t)(w.ada.Person.Device(ctx))
	laptop := w.open(desk)
	syncAll(t, laptop)
	lost := w.ada.Person.Members[w.space]
	_, lostKey, err := phone.Epoch()
	ok(t, err)

	laptop = w.renew(desk, laptop, phone)
	write(t, laptop, "after, by Ada")
	syncAll(t, laptop, noor)
	write(t, noor, "after, by Noor")
	syncAll(t, noor, laptop)

	if got := w.collude(lost, lostKey); !slices.Equal(got, []string{"before"}) {
		t.Fatalf("with the server's help the lost phone reads %q", got)
	}
	for _, r := range []*replica.Replica{laptop, noor, w.open(desk), w.fresh(w.ada), w.fresh(w.noor)} {
		wantTexts(t, r, "before", "after, by Ada", "after, by Noor")
		wantSameAuthors(t, r, noor)
	}
	w.ada.Person.Members[w.space] = lost
	phone = w.open(w.ada)
	if err := phone.Sync(ctx); err != nil {
		t.Fatalf("the lost phone meets %v", err)
	}
	wantTexts(t, phone, "before")
	if _, err := phone.Append(ctx, []byte("by the finder")); !errors.Is(err, replica.ErrNotMember) {
		t.Fatalf("the lost phone writes: %v", err)
	}
}

// renew gives a person new keys on the device d, without the replica out.
func (c couple) renew(d *testkit.Device, r *replica.Replica, out ...*replica.Replica) *replica.Replica {
	c.Helper()
	m := must[seal.Member](c)(seal.NewMember(c.Rand()))
	to := replica.Rotation{Renew: &m}
	for _, o := range out {
		to.Revoke = append(to.Revoke, ownChain(c, o))
	}
	ok(c, r.Rotate(ctx, to))
	d.Person.Members[c.space] = m
	r = c.open(d)
	syncAll(c, r)
	return r
}

func ownChain(t tb, r *replica.Replica) wire.ID {
	t.Helper()
	for _, c := range r.Chains() {
		if c.Member == r.Self() {
			return c.Device
		}
	}
	t.Fatal("no chain of its own")
	return wire.ID{}
}

func wantSameAuthors(t tb, a, b *replica.Replica) {
	t.Helper()
	x, y := a.Entries(), b.Entries()
	for i := range x {
		if x[i].Author != y[i].Author {
			t.Fatalf("%q is by %v and by %v", x[i].Payload, x[i].Author, y[i].Author)
		}
	}
	if !slices.Equal(a.Members(), b.Members()) {
		t.Fatalf("members are %v and %v", a.Members(), b.Members())
	}
}

// TestRenewedKeysAreTheSamePerson: everything that names a person by their
// first keys goes on as before, on every device.
func TestRenewedKeysAreTheSamePerson(t *testing.T) {
	w := newCouple(t, 33)
	ada, noor := w.both()
	write(t, ada, "one")
	syncAll(t, ada, noor)
	self, members := ada.Self(), noor.Members()
	for range 3 {
		ada = w.renew(w.ada, ada)
		write(t, ada, "more")
		syncAll(t, ada, noor)
	}
	if ada.Self() != self || !slices.Equal(noor.Members(), members) {
		t.Fatalf("Ada is %v, was %v; members %v, were %v", ada.Self(), self, noor.Members(), members)
	}
	gate := wire.ID{7}
	ok(t, ada.Answer(ctx, gate, []byte("Ada's")))
	ok(t, noor.Answer(ctx, gate, []byte("Noor's")))
	syncAll(t, ada, noor, ada)
	for _, r := range []*replica.Replica{ada, noor, w.fresh(w.ada), w.fresh(w.noor)} {
		wantSameAuthors(t, r, noor)
		if got := answers(r, gate); !slices.Equal(got, []string{"Ada's", "Noor's"}) {
			t.Fatalf("the gate shows %q", got)
		}
	}
}

// TestAFurtherDeviceWaitsForTheRenewedKeys: what it writes meanwhile is kept
// and goes out when it has them; under the old key it goes nowhere.
func TestAFurtherDeviceWaitsForTheRenewedKeys(t *testing.T) {
	w := newCouple(t, 34)
	ada, noor := w.both()
	desk := must[*testkit.Device](t)(w.ada.Person.Device(ctx))
	laptop := w.open(desk)
	syncAll(t, laptop)
	lost := w.ada.Person.Members[w.space]
	w.ada.Person.Members[w.space] = lost
	ada = w.renew(w.ada, ada)
	write(t, ada, "from the phone")
	syncAll(t, ada)

	write(t, laptop, "on the laptop, not knowing")
	ok(t, laptop.Snapshot(ctx))
	if err := laptop.Sync(ctx); !errors.Is(err, replica.ErrRenewed) {
		t.Fatalf("Sync gives %v", err)
	}
	write(t, laptop, "and again")
	wantTexts(t, laptop, "on the laptop, not knowing", "and again")

	laptop = w.open(desk) // with the new keys
	syncAll(t, laptop, noor, ada)
	wantSame(t, laptop, noor)
	wantSame(t, laptop, w.open(desk))
	if got := len(laptop.Entries()); got != 3 || laptop.Pending() != 0 {
		t.Fatalf("%d entries, %d wait", got, laptop.Pending())
	}
	if got := w.collude(lost); len(got) != 0 {
		t.Fatalf("under the old keys goes %q", got)
	}
}

// TestWhoHasLeftOpensNothingLater: Noor makes the commit with which she leaves,
// so she knows its key. Ada's next words go under another.
func TestWhoHasLeftOpensNothingLater(t *testing.T) {
	w := newCouple(t, 35)
	ada, noor := w.both()
	write(t, noor, "before")
	syncAll(t, noor, ada)
	hers := w.noor.Person.Members[w.space]
	known := leave(t, w, noor)
	if err := noor.Sync(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := noor.Append(ctx, []byte("still here")); !errors.Is(err, replica.ErrNotMember) {
		t.Fatalf("who has left writes: %v", err)
	}
	write(t, ada, "not knowing that Noor has left")
	syncAll(t, ada)
	write(t, ada, "knowing it")
	syncAll(t, ada)
	wantTexts(t, ada, "before", "not knowing that Noor has left", "knowing it")
	if got := w.collude(hers, known...); !slices.Equal(got, []string{"before"}) {
		t.Fatalf("with the server's help Noor reads %q", got)
	}
	wantTexts(t, noor, "before") // her copy
}

// leave returns every epoch key that whoever leaves has held.
func leave(t tb, w couple, r *replica.Replica) []seal.Key {
	t.Helper()
	last, lastKey, err := r.Epoch()
	ok(t, err)
	m := w.noor.Person.Members[w.space]
	rest := slices.DeleteFunc(slices.Clone(last.Members), func(o seal.MemberPublic) bool { return o.ID() == m.Public().ID() })
	key := must[seal.Key](t)(seal.NewKey(w.Rand()))
	ok(t, r.Commit(ctx, must[seal.Commit](t)(seal.NewCommit(w.Rand(), m, &last, w.space, rest, nil, key, &lastKey))))
	return []seal.Key{lastKey, key}
}

// TestTwoDevicesRotateAtOnce: one is faster, and its key counts for both.
func TestTwoDevicesRotateAtOnce(t *testing.T) {
	w := newCouple(t, 36)
	ada, noor := w.both()
	w.ada.Stale = true
	write(t, ada, "Ada's")
	once := true
	w.ada.Network.Before(func(r remote.Request) error {
		if once && r.Method == "PUT" {
			once = false
			ok(t, noor.Rotate(ctx, replica.Rotation{}))
		}
		return nil
	})
	syncAll(t, ada, noor)
	if commits, _ := w.stored(); len(commits) != 3 || once {
		t.Fatalf("%d commits", len(commits))
	}
	wantSame(t, ada, noor)
	wantTexts(t, noor, "Ada's")
}

// TestTheSameRotationIsMadeOnce: an answer that was lost is no second epoch.
func TestTheSameRotationIsMadeOnce(t *testing.T) {
	w := newCouple(t, 37)
	ada, noor := w.both()
	m := must[seal.Member](t)(seal.NewMember(w.Rand()))
	to := replica.Rotation{Renew: &m, Revoke: []wire.ID{{9}}}
	w.ada.Network.After(func(r remote.Request, _ *remote.Response) error {
		if r.Method == "PUT" {
			return testkit.ErrNetwork
		}
		return nil
	})
	if err := ada.Rotate(ctx, to); !errors.Is(err, testkit.ErrNetwork) {
		t.Fatalf("Rotate gives %v", err)
	}
	w.ada.Network.After(nil)
	ok(t, ada.Rotate(ctx, to))
	syncAll(t, noor)
	if commits, _ := w.stored(); len(commits) != 3 {
		t.Fatalf("%d commits", len(commits))
	}
}

// TestAClosedTabLosesNothingWhileKeysChange closes the tab at every step of a
// Sync that rotates and seals again what was written offline.
func TestAClosedTabLosesNothingWhileKeysChange(t *testing.T) {
	for at := 1; ; at++ {
		w := newCouple(t, 38)
		ada, noor := w.both()
		gate := wire.ID{3}
		write(t, ada, "one")
		write(t, ada, "two")
		ok(t, ada.Answer(ctx, gate, []byte("Ada's answer")))
		write(t, ada, "three")
		if at%2 == 0 {
			ok(t, ada.Snapshot(ctx))
		}
		w.ada.Stale = true
		c := &crasher{at: at}
		c.watch(w.ada, w.space)
		_ = ada.Sync(ctx)
		c.stop(w.ada, w.space)

		w.ada.Stale = false
		ada = w.open(w.ada)
		wantTexts(t, ada, "one", "two", "three")
		ok(t, noor.Answer(ctx, gate, []byte("Noor's answer")))
		syncAll(t, ada, noor, ada)
		for _, r := range []*replica.Replica{ada, noor, w.open(w.ada), w.fresh(w.noor)} {
			wantTexts(t, r, "one", "two", "three")
			if len(answers(r, gate)) != 2 || r.Pending() != 0 {
				t.Fatalf("closed at step %d, %s: the gate shows %q, %d wait", at, c.where, answers(r, gate), r.Pending())
			}
		}
		if c.where == "" {
			if at < 12 {
				t.Fatalf("only %d steps were found to crash at", at)
			}
			t.Logf("closed at each of %d steps", at-1)
			return
		}
	}
}

// TestWhatWasSentIsSentAgainAfterARotation: a relay that lost entries gets them
// again as they were sent, and not as they stood before they were sealed anew.
func TestWhatWasSentIsSentAgainAfterARotation(t *testing.T) {
	store := &amnesiac{Store: mem.New()}
	world := must[*testkit.World](t)(testkit.NewWorldOn(store, 39))
	ada, noor, space, err := world.Couple(ctx)
	ok(t, err)
	w := couple{t, world, ada, noor, space}
	a, n := w.both()
	write(t, a, "written offline")
	ok(t, n.Rotate(ctx, replica.Rotation{}))
	store.forget = true
	if err := a.Sync(ctx); !errors.Is(err, replica.ErrRegression) { // acknowledged, and lost, again and again
		t.Fatalf("Sync gives %v", err)
	}
	store.forget = false
	write(t, a, "later")
	syncAll(t, a, n)
	wantTexts(t, n, "written offline", "later")
	wantSame(t, a, n)
	wantSame(t, a, w.open(w.ada))
}

// TestNobodyShutsOutSomebodyElsesDevice: a partner may say so, and it has no
// effect on what the other writes, for anybody.
func TestNobodyShutsOutSomebodyElsesDevice(t *testing.T) {
	w := newCouple(t, 40)
	ada, noor := w.both()
	write(t, ada, "one")
	syncAll(t, ada, noor)
	ok(t, noor.Rotate(ctx, replica.Rotation{Revoke: []wire.ID{ownChain(t, ada)}}))
	write(t, ada, "two")
	syncAll(t, ada, noor)
	for _, r := range []*replica.Replica{ada, noor, w.fresh(w.noor), w.fresh(w.ada)} {
		wantTexts(t, r, "one", "two")
	}
}

// TestNobodyTakesAnotherPersonsName: Noor leaves and puts Ada's old keys, whose
// public half everybody in the space knows, in her own place.
func TestNobodyTakesAnotherPersonsName(t *testing.T) {
	w := newCouple(t, 41)
	ada, noor := w.both()
	old := w.ada.Person.Members[w.space].Public()
	ada = w.renew(w.ada, ada)
	syncAll(t, noor)
	last, lastKey, err := noor.Epoch()
	ok(t, err)
	hers := w.noor.Person.Members[w.space]
	members := []seal.MemberPublic{old}
	for _, m := range last.Members {
		if m.ID() != hers.Public().ID() {
			members = append(members, m)
		}
	}
	key := must[seal.Key](t)(seal.NewKey(w.Rand()))
	c := must[seal.Commit](t)(seal.NewCommit(w.Rand(), hers, &last, w.space, members, nil, key, &lastKey))
	ok(t, w.noor.Client.Space(w.space).PutCommit(ctx, c.N, c.Bytes()))
	if err := ada.Sync(ctx); !errors.Is(err, replica.ErrBadCommit) {
		t.Fatalf("Sync gives %v", err)
	}
	wantTexts(t, ada)
}

// TestAMadeUpSpaceOfRenewedKeysIsRefused: a relay knows public member keys, and
// could invent a space in which somebody renews their keys to Ada's.
func TestAMadeUpSpaceOfRenewedKeysIsRefused(t *testing.T) {
	w := newCouple(t, 42)
	mallory := must[seal.Member](t)(seal.NewMember(w.Rand()))
	var keys [2]seal.Key
	for i := range keys {
		keys[i] = must[seal.Key](t)(seal.NewKey(w.Rand()))
	}
	ada := w.ada.Person.Members[w.space]
	c0 := must[seal.Commit](t)(seal.NewCommit(w.Rand(), mallory, nil, w.space, []seal.MemberPublic{mallory.Public()}, nil, keys[0], nil))
	c1 := must[seal.Commit](t)(seal.NewCommit(w.Rand(), mallory, &c0, w.space, []seal.MemberPublic{ada.Public()}, nil, keys[1], &keys[0]))
	tablet := must[*testkit.Device](t)(w.ada.Person.Device(ctx))
	lieAboutCommits(t, tablet, func([][]byte) [][]byte { return [][]byte{c0.Bytes(), c1.Bytes()} })
	r := w.open(tablet)
	if err := r.Sync(ctx); !errors.Is(err, replica.ErrBadCommit) {
		t.Fatalf("Sync gives %v", err)
	}
	if _, err := r.Append(ctx, []byte("to Mallory")); !errors.Is(err, replica.ErrNoSpace) {
		t.Fatal(fmt.Errorf("Ada writes into a made-up space: %w", err))
	}
}
