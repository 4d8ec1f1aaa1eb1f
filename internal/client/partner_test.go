package client_test

import (
	"errors"
	"slices"
	"testing"

	"pleach/internal/bond"
	"pleach/internal/bond/bondtest"
	"pleach/internal/replica"
	"pleach/internal/testkit/partner"
	"pleach/seal"
	"pleach/wire"
)

// harmed is Ada, and Noor whose client is changed.
func harmed(t *testing.T) (ada, noor *device, changed *partner.Client) {
	t.Helper()
	w := newWorld(t)
	ada, noor = w.device(), w.device()
	line := partner.Listen(noor.wire.Transport)
	noor.wire.Transport = line
	ada.signUp("Ada")
	noor.signUp("Noor")
	pair(ada, noor, true)
	settled(ada, noor)
	changed, err := partner.New(ctx, noor.Person(), line)
	noor.must(err)
	return ada, noor, changed
}

// sharesAll has Ada share one thing of each kind, and returns what they are.
func (d *device) sharesAll(noor wire.ID) bondtest.Scene {
	d.t.Helper()
	p := d.Person()
	gaveFive(d)
	d.must(p.Aspire(ctx, "a garden"))
	d.must(p.PlanNew(ctx, "", "a night by the sea"))
	d.must(p.Experiment(ctx, "no phones at table", 14))
	day := func(n int) bond.Date { return bond.DateOf(d.now.AddDate(0, 0, n)) }
	d.must(p.Agree(ctx, bond.Agreement{Owner: p.Self(), If: "it is Sunday", Then: "I cook", Start: day(0), Review: day(14), Expires: day(42)}))
	s := p.Shared()
	d.must(p.LookAt(ctx, s.Grow.Plans[0].ID, bond.Done, "we saw the stars"))
	round := bond.RoundAt(weekly, d.now)
	d.must(p.BeginTalk(ctx, round, "long", bond.OneDevice, bond.Move{}))
	d.must(p.Sync(ctx))
	s = p.Shared()
	scene := bondtest.NewScene(p.Self(), noor, p.SharedID(), d.now)
	scene.Round, scene.Talk = round, s.Talks[round].ID
	scene.Garden, scene.Plan, scene.Trial, scene.Deal = s.Grow.Aspirations[0].ID, s.Grow.Plans[0].ID, s.Grow.Experiments[0].ID, s.Agreements[0].ID
	scene.Pulse, scene.Thanks, scene.Opened, scene.Wish = s.Shown[0].ID, s.Appreciations[0].ID, s.OpenUp.Disclosures[0].ID, s.OpenUp.Wishes[0].ID
	return scene
}

// TestAPartnersClientTakesNothingOfTheOthers: Noor's client writes each attack
// into the space, after everything and then before everything. All of it comes
// to Ada's phone; not one word under her name is another afterwards, her app has
// no trouble and her own settings, and she writes on and goes when she likes.
func TestAPartnersClientTakesNothingOfTheOthers(t *testing.T) {
	ada, noor, changed := harmed(t)
	scene := ada.sharesAll(changed.Self())
	ada.note("Ada's own")
	ada.must(ada.Person().Sync(ctx))
	want := bondtest.Words(ada.Person().Shared(), scene.Ada)
	own := ada.Person().Private()
	for _, a := range bondtest.Attacks() {
		t.Run(a.Name, func(t *testing.T) {
			ada.t, noor.t = t, t
			payloads := a.Payloads(scene)
			before := ada.Person().SharedEntries()
			ada.must(changed.Write(ctx, payloads...))
			ada.must(changed.WriteBefore(ctx, payloads...))
			ada.must(ada.Person().Sync(ctx))
			if came := ada.Person().SharedEntries() - before; came != 2*len(payloads) {
				t.Fatalf("%d of %d entries came", came, 2*len(payloads))
			}
			if got := bondtest.Words(ada.Person().Shared(), scene.Ada); !slices.Equal(got, want) {
				t.Errorf("under Ada's name stands\n%q\nand not\n%q", got, want)
			}
			p := ada.Person().Private()
			if p.Settings != own.Settings || p.Paused != own.Paused || p.Name != own.Name || len(p.Sharing) != 0 || ada.Person().Trouble() != nil {
				t.Errorf("Ada's own space is another: %+v, trouble %v", p.Settings, ada.Person().Trouble())
			}
		})
	}
	ada.t, noor.t = t, t
	ada.must(ada.Person().Appreciate(ctx, "still here", false))
	settled(ada, noor)
	if !slices.Contains(given(noor.Person()), "still here") {
		t.Error("what Ada writes afterwards does not come to Noor")
	}
	ada.must(ada.Person().LeaveShared(ctx))
	ada.must(ada.Person().Sync(ctx))
	ada.has("Ada's own")
	if past := ada.Person().Past(); len(past) != 1 || !slices.Contains(bondtest.Words(past[0].Shared, scene.Ada), want[0]) {
		t.Error("Ada has no copy of what she shared")
	}
}

// TestNoCommitOfAPartnersKeepsTheOtherIn: Noor puts a commit to the relay that no
// client takes. Sharing stops with a name for it; what Ada writes stays with her,
// and she leaves alone and at once, at the relay too.
func TestNoCommitOfAPartnersKeepsTheOtherIn(t *testing.T) {
	for name, commit := range map[string]func(*partner.Client, seal.Commit) []byte{
		"bytes that are no commit": func(*partner.Client, seal.Commit) []byte { return []byte("no commit") },
		"of a newer version":       func(_ *partner.Client, last seal.Commit) []byte { return append([]byte{9}, last.Bytes()[1:]...) },
		"that removes Ada":         withoutTheOther,
		"that is cut short":        func(_ *partner.Client, last seal.Commit) []byte { return last.Bytes()[:900] },
	} {
		t.Run(name, func(t *testing.T) {
			ada, _, changed := harmed(t)
			ada.must(ada.Person().Appreciate(ctx, "before", false))
			ada.must(ada.Person().Sync(ctx))
			last, _, err := changed.Epoch()
			ada.must(err)
			ada.must(changed.Remote.PutCommit(ctx, last.N+1, commit(changed, last)))
			ada.must(ada.Person().Appreciate(ctx, "after", false))
			if err := ada.Person().Sync(ctx); !errors.Is(err, replica.ErrBadCommit) || !errors.Is(ada.Person().Trouble(), replica.ErrBadCommit) {
				t.Fatalf("Ada meets %v", err)
			}
			if got := given(ada.Person()); !slices.Equal(got, []string{"after", "before"}) {
				t.Errorf("Ada has %q", got)
			}
			ada.must(ada.Person().LeaveShared(ctx))
			ada.must(ada.Person().Sync(ctx))
			ada.wantKept("after", "before")
			space := ada.Person().Past()[0].Pair.Space
			if err := ada.Person().PullAnyway(ctx, space); !errors.Is(err, &wire.Problem{Code: wire.CodeForbidden}) {
				t.Errorf("at the relay Ada is still in the space: %v", err)
			}
		})
	}
}

// withoutTheOther is a commit by Noor in which she is alone.
func withoutTheOther(c *partner.Client, last seal.Commit) []byte {
	alone := []seal.MemberPublic{c.Member.Public()}
	commit, _ := seal.NewCommit(zeros{}, c.Member, &last, last.Space, alone, nil, seal.Key{1}, nil) // it does not fit, and says so
	return commit.Bytes()
}
