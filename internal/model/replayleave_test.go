package model

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pleach/internal/replica"
	"pleach/internal/testkit"
	"pleach/seal"
	"pleach/wire"
)

// The steps that real devices can be asked for: each syncs, and does one thing.
const (
	writes = " syncs and writes"
	leaves = " leaves"
	renews = " renews Ada's keys without the laptop"
)

// latest is a device after it has accepted all that the relay has.
func (c changes) latest(s leaving, d int) leaving {
	for {
		next := c.accept(s, d)
		if len(next) == 0 {
			return s
		}
		s = next[0].to
	}
}

// does is the first change of a device that is told so.
func (c changes) does(s leaving, d int, says string) (leaving, bool) {
	i := slices.IndexFunc(c.change(s, d), func(t step[leaving]) bool { return strings.Contains(t.says, says) })
	if i < 0 {
		return s, false
	}
	return c.change(s, d)[i].to, true
}

// coarse is one step of a real device, and whether it can be.
func (c changes) coarse(s leaving, d int, what string) (leaving, bool) {
	s.wrote, s.writer = -1, 0
	s = c.latest(s, d)
	if !s.in(d) {
		return s, false
	}
	done := true
	switch what {
	case leaves:
		return c.does(s, d, leaves)
	case renews:
		if s, done = c.does(s, d, "renews"); done {
			s, done = c.does(s, d, "changes the key") // at once, see mustRotate
		}
		return s, done
	}
	if s.stale(s.head[d]) && !c.keepsKey {
		s, done = c.does(s, d, "changes the key")
	}
	if !done {
		return s, false
	}
	return c.write(s, d)[0].to, true
}

func (c changes) coarseSystem() system[leaving] {
	return system[leaving]{begin: []leaving{c.start()}, next: func(s leaving) (out []step[leaving]) {
		for _, a := range []struct {
			d    int
			what string
		}{{phone, writes}, {laptop, writes}, {mobile, writes}, {mobile, leaves}, {phone, renews}} {
			if n, can := c.coarse(s, a.d, a.what); can {
				out = append(out, step[leaving]{devices[a.d] + a.what, n, true})
			}
		}
		return out
	}}
}

// TestRealLeavingDoesWhatItsModelDoes goes shortest ways to states of the model
// with real clients and a real relay. After every step, who opens which epoch
// with all that the relay has is what the model says, and so is the epoch of
// what was written.
func TestRealLeavingDoesWhatItsModelDoes(t *testing.T) {
	c := changes{commits: maxCommits}
	w, b := c.coarseSystem().explore()
	if b != nil || len(w.seen) < 50 {
		t.Fatalf("%d states, %v", len(w.seen), b)
	}
	every, gone := 1+len(w.seen)/60, 0
	for i := 0; i < len(w.seen); i += every {
		if differs := newReplay(t).follow(c, w.story(i)); differs != "" {
			t.Fatal(differs)
		}
		gone++
	}
	t.Logf("%d of %d stories", gone, len(w.seen))
}

// TestAReplayNoticesAWrongModel: models with a mistake differ from what is real.
func TestAReplayNoticesAWrongModel(t *testing.T) {
	story := []string{devices[mobile] + leaves, devices[phone] + writes}
	for name, c := range map[string]changes{
		"nobody rotates":        {commits: maxCommits, keepsKey: true},
		"wrapped to who was in": {commits: maxCommits, handsToAll: true},
	} {
		if newReplay(t).follow(c, story) == "" {
			t.Errorf("%s: the real clients did the same", name)
		}
	}
}

// replay is a real space, and what the owners of its devices ever held.
type replay struct {
	*testing.T
	world   *testkit.World
	space   wire.ID
	devices [3]*testkit.Device
	open    [3]*replica.Replica
	members [3][]seal.Member
	held    [3][]seal.Key
}

func newReplay(t *testing.T) *replay {
	t.Helper()
	ctx := context.Background()
	world, err := testkit.NewWorld(51)
	fatal(t, err)
	a, n, space, err := world.Couple(ctx)
	fatal(t, err)
	second, err := a.Person.Device(ctx)
	fatal(t, err)
	r := &replay{T: t, world: world, space: space, devices: [3]*testkit.Device{a, second, n}}
	for d, device := range r.devices {
		r.members[d] = []seal.Member{device.Person.Members[space]}
		r.reopen(d)
	}
	return r
}

func (r *replay) reopen(d int) {
	r.Helper()
	var err error
	r.open[d], err = r.devices[d].Open(context.Background(), r.space)
	fatal(r.T, err)
	fatal(r.T, r.open[d].Sync(context.Background()))
}

// follow goes a story, and tells where the model differs.
func (r *replay) follow(c changes, story []string) string {
	r.Helper()
	s := c.start()
	for i, says := range story {
		d := slices.IndexFunc(devices[:], func(name string) bool { return strings.HasPrefix(says, name) })
		what := strings.TrimPrefix(says, devices[d])
		s, _ = c.coarse(s, d, what)
		r.do(d, what)
		if _, key, err := r.open[d].Epoch(); err == nil {
			r.held[d] = append(r.held[d], key)
		}
		if differs := r.compare(c, s); differs != "" {
			return fmt.Sprintf("after %q: %s", story[:i+1], differs)
		}
	}
	return ""
}

func (r *replay) do(d int, what string) {
	r.Helper()
	ctx := context.Background()
	fatal(r.T, r.open[d].Sync(ctx))
	switch what {
	case writes:
		_, err := r.open[d].Append(ctx, []byte("words"))
		fatal(r.T, err)
		fatal(r.T, r.open[d].Sync(ctx))
	case leaves:
		r.leave(d)
	case renews:
		r.renew(d)
	}
}

// leave appends the commit that a client makes when its person leaves.
func (r *replay) leave(d int) {
	r.Helper()
	last, _, err := r.open[d].Epoch()
	fatal(r.T, err)
	m := r.members[d][0]
	rest := slices.DeleteFunc(slices.Clone(last.Members), func(o seal.MemberPublic) bool { return o.ID() == m.Public().ID() })
	key, err := seal.NewKey(r.world.Rand())
	fatal(r.T, err)
	r.held[d] = append(r.held[d], key)
	commit, err := seal.NewCommit(r.world.Rand(), m, &last, r.space, rest, nil, key, nil)
	fatal(r.T, err)
	fatal(r.T, r.open[d].Commit(context.Background(), commit))
}

func (r *replay) renew(d int) {
	r.Helper()
	m, err := seal.NewMember(r.world.Rand())
	fatal(r.T, err)
	to := replica.Rotation{Renew: &m}
	for _, chain := range r.open[laptop].Chains() {
		if chain.Device == wire.ID(r.config(laptop).Device.ID()) {
			to.Revoke = append(to.Revoke, chain.Device)
		}
	}
	fatal(r.T, r.open[d].Rotate(context.Background(), to))
	r.members[d] = append(r.members[d], m)
	r.devices[d].Person.Members[r.space] = m
	r.reopen(d)
}

func (r *replay) config(d int) replica.Config {
	r.Helper()
	cfg, err := r.devices[d].Config(r.space)
	fatal(r.T, err)
	return cfg
}

// compare holds the relay's records against the model. Its first commit is the
// one of Ada alone, which the model leaves out.
func (r *replay) compare(c changes, s leaving) string {
	r.Helper()
	commits, newest := r.stored()
	if len(commits) != int(s.n)+1 {
		return fmt.Sprintf("%d commits, and in the model %d", len(commits)-1, s.n)
	}
	if s.wrote >= 0 && int(newest) != int(s.wrote)+1 {
		return fmt.Sprintf("written under epoch %d, and in the model %d", newest-1, s.wrote)
	}
	for d := range r.devices {
		if got, want := r.opens(d, commits[1:]), c.opens(s, d); got != want {
			return fmt.Sprintf("who holds %s opens epochs %b, and in the model %b", devices[d], got, want)
		}
	}
	return ""
}

// stored is the relay's commits, and the epoch of its newest entry.
func (r *replay) stored() (commits []seal.Commit, epoch uint32) {
	r.Helper()
	remote := r.devices[phone].Client.Space(r.space)
	raws, err := remote.Commits(context.Background(), 0)
	fatal(r.T, err)
	for _, raw := range raws {
		commit, err := seal.ParseCommit(raw)
		fatal(r.T, err)
		commits = append(commits, commit)
	}
	items, _, _, err := remote.Pull(context.Background(), 0)
	fatal(r.T, err)
	for _, it := range items {
		e, err := wire.ParseEntry(it.Data)
		fatal(r.T, err)
		epoch = e.Header.Epoch
	}
	return commits, epoch
}

// opens tries every key that the holder of a device ever had on every commit.
func (r *replay) opens(d int, commits []seal.Commit) (mask uint8) {
	keys := slices.Clone(r.held[d])
	for i := len(commits) - 1; i >= 0; i-- {
		for _, m := range r.members[d] {
			if k, err := commits[i].Open(m); err == nil {
				keys = append(keys, k)
			}
		}
		at := slices.IndexFunc(keys, func(k seal.Key) bool { return commits[i].CheckKey(k) == nil })
		if at < 0 {
			continue
		}
		mask |= 1 << i
		if before, err := commits[i].OpenPrev(keys[at]); err == nil {
			keys = append(keys, before)
		}
	}
	return mask
}
