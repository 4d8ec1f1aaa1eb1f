package seal_test

import (
	"bytes"
	"errors"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"pleach/seal"
)

// follow makes the commit after prev, with a key of its own.
func follow(author seal.Member, prev *seal.Commit, name string, members []seal.MemberPublic, revoked ...seal.RevokedDevice) (seal.Commit, error) {
	return seal.NewCommit(fixed(name), author, prev, prev.Space, members, revoked, fixedKey(name), nil)
}

// Ada begins, Noor comes, Noor leaves, and Ada goes on with a key that Noor
// has never seen.
func TestSomebodyComesAndLeaves(t *testing.T) {
	s := newStory()
	ada, noor := s.ada.Public(), s.noor.Public()
	if k, err := s.second.Open(s.noor); err != nil || k != s.key1 {
		t.Fatalf("Noor cannot open the epoch she came in: %v", err)
	}
	if k, err := s.second.OpenPrev(s.key1); err != nil || s.first.CheckKey(k) != nil {
		t.Errorf("the history was not handed on: %v", err)
	}

	leaving := must(follow(s.noor, &s.second, "leaving", []seal.MemberPublic{ada}))
	rotated := must(follow(s.ada, &leaving, "rotated", []seal.MemberPublic{ada}))
	if _, err := rotated.Open(s.noor); !errors.Is(err, seal.ErrNotMember) {
		t.Errorf("Noor has left and opens the next epoch: %v", err)
	}
	if _, err := follow(s.noor, &leaving, "back", []seal.MemberPublic{ada, noor}); !errors.Is(err, seal.ErrNotMember) {
		t.Errorf("Noor has left and lets herself in again: %v", err)
	}
}

func TestNobodyRemovesSomebodyElse(t *testing.T) {
	s := newStory()
	if _, err := follow(s.ada, &s.second, "alone", []seal.MemberPublic{s.ada.Public()}); !errors.Is(err, seal.ErrBadCommit) {
		t.Errorf("Ada removed Noor: %v", err)
	}
	if _, err := follow(s.ada, &s.second, "empty", nil); !errors.Is(err, seal.ErrBadCommit) {
		t.Errorf("Ada emptied the space: %v", err)
	}
	twice := []seal.MemberPublic{s.ada.Public(), s.noor.Public(), s.noor.Public()}
	if _, err := follow(s.ada, &s.second, "twice", twice); !errors.Is(err, seal.ErrBadCommit) {
		t.Errorf("Noor is a member twice: %v", err)
	}
}

func TestStrangersCommitNothing(t *testing.T) {
	s := newStory()
	stranger := must(seal.NewMember(fixed("stranger")))
	everyone := []seal.MemberPublic{s.ada.Public(), s.noor.Public(), stranger.Public()}
	if _, err := follow(stranger, &s.second, "intrusion", everyone); !errors.Is(err, seal.ErrNotMember) {
		t.Errorf("a stranger let themself in: %v", err)
	}
	if _, err := seal.NewCommit(fixed("x"), stranger, nil, s.space, []seal.MemberPublic{s.ada.Public()}, nil, s.key0, nil); !errors.Is(err, seal.ErrNotMember) {
		t.Errorf("a stranger began Ada's space: %v", err)
	}
}

// What is revoked stays so, each device with who said it and its last entry. That
// Noor names Ada's phone too is a line of hers, and means nothing.
func TestRevocationOnlyGrows(t *testing.T) {
	s := newStory()
	members := s.second.Members
	phone, tablet := fixedID("lost phone"), fixedID("noor's tablet")
	third := must(follow(s.noor, &s.second, "third", members,
		seal.RevokedDevice{Device: phone, Seq: 99}, seal.RevokedDevice{Device: tablet, Seq: 3}))
	want := []seal.RevokedDevice{
		{Device: phone, Member: s.ada.Public().ID(), Seq: 7},
		{Device: phone, Member: s.noor.Public().ID(), Seq: 99},
		{Device: tablet, Member: s.noor.Public().ID(), Seq: 3},
	}
	if !slices.Equal(third.Revoked, want) {
		t.Errorf("revoked are %+v", third.Revoked)
	}
	for what, change := range map[string]func(*seal.Commit){
		"a device comes back":            func(c *seal.Commit) { c.Revoked = c.Revoked[1:] },
		"its last entry moves":           func(c *seal.Commit) { c.Revoked[0].Seq = 8 },
		"somebody else's is shut out":    func(c *seal.Commit) { c.Revoked[2].Member = s.ada.Public().ID() },
		"one is on the list twice":       func(c *seal.Commit) { c.Revoked[2].Device = phone },
		"the list is in another order":   func(c *seal.Commit) { slices.Reverse(c.Revoked) },
		"the list is dropped as a whole": func(c *seal.Commit) { c.Revoked = nil },
	} {
		forged := must(seal.ParseCommit(third.Bytes()))
		change(&forged)
		seal.Resign(&forged, s.noor)
		if err := forged.Verify(&s.second); !errors.Is(err, seal.ErrBadCommit) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func TestEveryEpochHasItsOwnKey(t *testing.T) {
	s := newStory()
	_, err := seal.NewCommit(fixed("x"), s.ada, &s.second, s.space, s.second.Members, nil, s.key1, nil)
	if !errors.Is(err, seal.ErrBadCommit) {
		t.Errorf("an epoch took over the key of the one before: %v", err)
	}
	if _, err := seal.NewCommit(fixed("x"), s.ada, &s.second, s.space, s.second.Members, nil, fixedKey("k"), &s.key0); !errors.Is(err, seal.ErrCommitment) {
		t.Errorf("a wrong previous key was handed on: %v", err)
	}
}

// An author who wraps one key to Ada and another to Noor is found out by the
// one whose key does not match.
func TestMembersGetTheSameKey(t *testing.T) {
	s := newStory()
	other := must(follow(s.ada, &s.first, "other", s.second.Members))
	mixed := must(seal.ParseCommit(s.second.Bytes()))
	mixed.Wraps[0] = other.Wraps[0]
	seal.Resign(&mixed, s.ada)
	if err := mixed.Verify(&s.first); err != nil {
		t.Fatalf("the signature is good: %v", err)
	}
	refused := 0
	for _, m := range []seal.Member{s.ada, s.noor} {
		if _, err := mixed.Open(m); err != nil {
			refused++
		}
	}
	if refused != 1 {
		t.Errorf("%d members refused the mixed commit", refused)
	}
}

func TestEveryByteOfACommitIsSigned(t *testing.T) {
	s := newStory()
	raw := s.second.Bytes()
	rapid.Check(t, func(t *rapid.T) {
		i := rapid.IntRange(0, len(raw)-1).Draw(t, "byte")
		c, err := seal.ParseCommit(flip(raw, i))
		if err == nil {
			err = c.Verify(&s.first)
		}
		if err == nil {
			t.Fatalf("byte %d changed and nobody saw", i)
		}
	})
}

// A parsed commit shares no memory with what it was parsed from.
func TestParsedCommitStandsAlone(t *testing.T) {
	s := newStory()
	raw := s.second.Bytes()
	c := must(seal.ParseCommit(raw))
	clear(raw)
	if !bytes.Equal(c.Bytes(), s.second.Bytes()) || c.Verify(&s.first) != nil {
		t.Error("the commit changed with its input")
	}
}

func TestCertificatesBindDeviceMemberAndSpace(t *testing.T) {
	s := newStory()
	d := must(seal.NewDevice(fixed("device")))
	cert := seal.Certify(s.noor, s.space, d.Public())
	got, member, err := seal.OpenCertificate(s.space, s.second.Members, cert)
	if err != nil || got.ID != d.ID() || member != s.noor.Public().ID() {
		t.Fatalf("a good certificate: %v", err)
	}
	hash := [32]byte(fixedBytes("head", 32))
	if !got.Verify(hash, d.Sign(hash)) {
		t.Error("the certified key is not the device's")
	}
	rapid.Check(t, func(t *rapid.T) {
		i := rapid.IntRange(0, len(cert)-1).Draw(t, "byte")
		if _, _, err := seal.OpenCertificate(s.space, s.second.Members, flip(cert, i)); err == nil {
			t.Fatalf("byte %d changed and nobody saw", i)
		}
	})
}

// A vault that is opened again gives the same keys.
func TestStoredKeysComeBack(t *testing.T) {
	m := must(seal.NewMember(fixed("member")))
	d := must(seal.NewDevice(fixed("device")))
	m2, d2 := must(seal.ParseMember(m.Bytes())), must(seal.ParseDevice(d.Bytes()))
	if m2.Public().Hash() != m.Public().Hash() || d2.ID() != d.ID() || !bytes.Equal(d2.Public().Sign, d.Public().Sign) {
		t.Error("other keys came back")
	}
	m.Public().HPKE[0] ^= 1
	if m2.Public().Hash() != m.Public().Hash() {
		t.Error("a caller changed the member through Public")
	}
}
