package replica_test

import (
	"bytes"
	"errors"
	"slices"
	"testing"

	"pleach/internal/replica"
	"pleach/seal"
	"pleach/wire"
)

// edits is an attack of one commit that Noor spoils and signs.
func edits(change func(*modified, *seal.Commit)) func(*modified) forgery {
	return func(m *modified) forgery {
		return forgery{commits: []seal.Commit{m.commit(func(c *seal.Commit) { change(m, c) })}}
	}
}

// made is a commit of Noor's with other members, wrapped to each as it should be.
func (m *modified) made(author seal.Member, prev seal.Commit, members []seal.MemberPublic) seal.Commit {
	m.Helper()
	key := must[seal.Key](m)(seal.NewKey(m.Rand()))
	c, _ := seal.NewCommit(m.Rand(), author, &prev, m.space, members, nil, key, nil) // whether or not it fits
	return c
}

func (m *modified) newest() seal.Commit {
	m.Helper()
	commits, _ := m.stored()
	return commits[len(commits)-1]
}

// leaves is Noor's honest last commit.
func (m *modified) leaves() seal.Commit {
	m.Helper()
	return m.made(m.member(), m.newest(), []seal.MemberPublic{m.ada.Person.Members[m.space].Public()})
}

// commitAttacks change who is in the space, or under which key.
var commitAttacks = []attack{
	{name: "removing Ada", want: replica.ErrBadCommit, stops: true,
		do: func(m *modified) forgery {
			return forgery{commits: []seal.Commit{m.made(m.member(), m.newest(), []seal.MemberPublic{m.member().Public()})}}
		}},
	{name: "removing everybody", want: replica.ErrBadCommit, stops: true,
		do: edits(func(_ *modified, c *seal.Commit) { c.Members, c.Wraps = nil, nil })},
	{name: "putting somebody else in Ada's place", want: replica.ErrBadCommit, stops: true,
		do: func(m *modified) forgery {
			other := must[seal.Member](m)(seal.NewMember(m.Rand()))
			return forgery{commits: []seal.Commit{m.made(m.member(), m.newest(), []seal.MemberPublic{m.member().Public(), other.Public()})}}
		}},
	{name: "letting a third in", want: replica.ErrBadCommit, stops: true,
		do: func(m *modified) forgery {
			third := must[seal.Member](m)(seal.NewMember(m.Rand()))
			return forgery{commits: []seal.Commit{m.made(m.member(), m.newest(), append(m.newest().Members, third.Public()))}}
		}},
	{name: "coming back with the same keys", want: replica.ErrBadCommit, stops: true,
		do: func(m *modified) forgery {
			left := m.leaves()
			m.tell(forgery{commits: []seal.Commit{left}})
			return forgery{commits: []seal.Commit{m.made(m.member(), left, append(left.Members, m.member().Public()))}}
		}},
	{name: "a commit after she has left", want: replica.ErrBadCommit, stops: true,
		do: func(m *modified) forgery {
			left := m.leaves()
			m.tell(forgery{commits: []seal.Commit{left}})
			return forgery{commits: []seal.Commit{m.made(m.member(), left, left.Members)}}
		}},
	{name: "another commit in place of one that Ada knows", relay: wire.CodeCommitRace, want: replica.ErrFork, stops: true,
		do: func(m *modified) forgery {
			c := m.commit(func(*seal.Commit) {})
			m.tell(forgery{commits: []seal.Commit{c}})
			syncAll(m, m.phone)
			m.phone = m.seated(m.ada) // opened again, it compares
			m.forget()
			c.Commitment[0] ^= 1
			return forgery{commits: []seal.Commit{m.resigned(c)}}
		}},
	{name: "an epoch that leaves one out", relay: wire.CodeGap, want: replica.ErrBadCommit, stops: true,
		do: edits(func(_ *modified, c *seal.Commit) { c.N++ })},
	{name: "an epoch from the far future", relay: wire.CodeGap, want: replica.ErrBadCommit, stops: true,
		do: edits(func(_ *modified, c *seal.Commit) { c.N = 1<<32 - 1 })},
	{name: "a commit that follows another", want: replica.ErrBadCommit, stops: true,
		do: edits(func(_ *modified, c *seal.Commit) { c.Prev[0] ^= 1 })},
	{name: "a commit that says that it is by Ada", want: replica.ErrBadCommit, stops: true,
		do: edits(func(m *modified, c *seal.Commit) { c.Author = m.ada.Person.Members[m.space].Public().ID() })},
	{name: "a commit of another space", want: replica.ErrBadCommit, stops: true,
		do: edits(func(_ *modified, c *seal.Commit) { c.Space[0] ^= 1 })},
	{name: "a key that Ada cannot open", want: replica.ErrBadCommit, stops: true,
		do: edits(func(m *modified, c *seal.Commit) { c.Wraps[m.adasPlace(c)][40] ^= 1 })},
	{name: "another key for Ada than for Noor", want: replica.ErrBadCommit, stops: true,
		do: edits(func(m *modified, c *seal.Commit) {
			other := m.commit(func(*seal.Commit) {})
			c.Wraps[m.adasPlace(c)] = other.Wraps[m.adasPlace(&other)]
		})},
	{name: "a key for Noor alone", want: replica.ErrBadCommit, stops: true,
		do: edits(func(m *modified, c *seal.Commit) { c.Wraps = slices.Delete(c.Wraps, m.adasPlace(c), m.adasPlace(c)+1) })},
	{name: "the key before, which leads nowhere", want: replica.ErrBadCommit, stops: true,
		do: edits(func(_ *modified, c *seal.Commit) { c.PrevKey = bytes.Repeat([]byte{1}, seal.WrapSize) })},
	{name: "the key before, left out", want: replica.ErrBadCommit, stops: true,
		do: edits(func(_ *modified, c *seal.Commit) { c.PrevKey = nil })},
	{name: "the key that there was already", want: replica.ErrBadCommit, stops: true,
		do: edits(func(m *modified, c *seal.Commit) { c.Commitment = m.newest().Commitment })},
	{name: "shutting out Ada's laptop in her name", want: replica.ErrBadCommit, stops: true,
		do: edits(func(m *modified, c *seal.Commit) {
			c.Revoked = append(c.Revoked, seal.RevokedDevice{Device: m.adas(), Member: m.ada.Person.Members[m.space].Public().ID(), Seq: 1})
		})},
	{name: "shutting out Ada's laptop in her own",
		do: edits(func(m *modified, c *seal.Commit) {
			c.Revoked = append(c.Revoked, seal.RevokedDevice{Device: m.adas(), Member: m.member().Public().ID(), Seq: 1})
		})},
	{name: "a commit that nobody signed", want: replica.ErrBadCommit, stops: true,
		do: func(m *modified) forgery {
			c := m.commit(func(*seal.Commit) {})
			c.Sig = make([]byte, 64)
			return forgery{commits: []seal.Commit{c}}
		}},
	{name: "many epochs, one after the other",
		do: func(m *modified) forgery {
			for range 40 {
				ok(m, m.noor.Rotate(ctx, replica.Rotation{}))
			}
			m.told = append(m.told, m.newest().Bytes())
			return forgery{}
		}},
	{name: "words under the key from before", shown: []string{"under the old key"},
		do: func(m *modified) forgery {
			old := m.event("under the old key", asIs)
			ok(m, m.phone.Rotate(ctx, replica.Rotation{}))
			syncAll(m, m.phone, m.laptop)
			return one(old)
		}},
	{name: "words after she has left", shown: []string{"still here"},
		do: func(m *modified) forgery {
			said := m.event("still here", asIs)
			m.tell(forgery{commits: []seal.Commit{m.leaves()}})
			syncAll(m, m.phone)
			return one(said)
		}},
}

func (m *modified) adasPlace(c *seal.Commit) int {
	ada := m.ada.Person.Members[m.space].Public().ID()
	return slices.IndexFunc(c.Members, func(p seal.MemberPublic) bool { return p.ID() == ada })
}

// TestNobodyKeepsALostDeviceIn: Noor has Ada's laptop. She names it as shut out
// by her, which means nothing, before Ada does. Ada's word counts all the same.
func TestNobodyKeepsALostDeviceIn(t *testing.T) {
	m := newModified(t, 61)
	m.tell(forgery{commits: []seal.Commit{m.commit(func(c *seal.Commit) {
		c.Revoked = append(c.Revoked, seal.RevokedDevice{Device: m.adas(), Member: m.member().Public().ID(), Seq: 1 << 60})
	})}})
	syncAll(t, m.phone, m.laptop)
	ok(t, m.phone.Rotate(ctx, replica.Rotation{Revoke: []wire.ID{m.adas()}}))
	m.desk.Network.Cut(true)
	write(t, m.laptop, "the finder's") // it does not know yet
	m.desk.Network.Cut(false)
	_ = m.laptop.Sync(ctx)
	syncAll(t, m.phone, m.noor)
	m.wantReached()
	want := []string{"Ada's", "Ada's, from the laptop"}
	for _, r := range []*replica.Replica{m.phone, m.noor, m.seated(m.ada), m.fresh(m.couple.noor)} {
		if got := by(r, m.phone.Self()); !slices.Equal(got, want) {
			t.Errorf("under Ada's name stands %q", got)
		}
	}
	if _, err := m.laptop.Append(ctx, []byte("more")); !errors.Is(err, replica.ErrNotMember) {
		t.Errorf("the laptop writes on: %v", err)
	}
}
