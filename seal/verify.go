package seal

import (
	"fmt"
	"slices"
)

// Verify checks that c may follow prev, or begin a space when prev is nil:
// numbers and hashes link, and the key is new; a member of prev signed it (of c itself when it is
// the first); the author removes nobody but themself, and shuts out only own
// devices, for good. It needs no secret key, and takes prev as verified. Errors: ErrNotMember,
// ErrBadSignature, ErrBadCommit.
//
// Anyone in a space may add a member. Whether that person was invited, and
// compared words, is for the pairing to decide.
func (c Commit) Verify(prev *Commit) error {
	for _, rule := range []func(Commit, *Commit) error{
		Commit.checkShape, Commit.checkLink, Commit.checkAuthor, Commit.checkMembers, Commit.checkRevoked,
	} {
		if err := rule(c, prev); err != nil {
			return fmt.Errorf("commit %d: %w", c.N, err)
		}
	}
	return nil
}

func (c Commit) checkShape(*Commit) error {
	switch {
	case len(c.Members) == 0:
		return fmt.Errorf("%w: a space has a member", ErrBadCommit)
	case len(c.Wraps) != len(c.Members):
		return fmt.Errorf("%w: %d wraps for %d members", ErrBadCommit, len(c.Wraps), len(c.Members))
	}
	for i := 1; i < len(c.Members); i++ {
		if byID(c.Members[i-1], c.Members[i]) >= 0 {
			return fmt.Errorf("%w: members are not ascending", ErrBadCommit)
		}
	}
	return nil
}

func (c Commit) checkLink(prev *Commit) error {
	if prev == nil {
		if c.N != 0 || c.Prev != [32]byte{} || len(c.PrevKey) != 0 {
			return fmt.Errorf("%w: not the first of a space", ErrBadCommit)
		}
		return nil
	}
	switch {
	case c.Space != prev.Space:
		return fmt.Errorf("%w: of another space", ErrBadCommit)
	case prev.N+1 == 0 || c.N != prev.N+1:
		return fmt.Errorf("%w: does not follow commit %d", ErrBadCommit, prev.N)
	case c.Prev != prev.Hash():
		return fmt.Errorf("%w: follows another commit %d", ErrBadCommit, prev.N)
	case c.Commitment == prev.Commitment:
		return fmt.Errorf("%w: has the key of commit %d", ErrBadCommit, prev.N)
	}
	return nil
}

func (c Commit) checkAuthor(prev *Commit) error {
	from := c.Members
	if prev != nil {
		from = prev.Members
	}
	author, ok := find(from, c.Author)
	if !ok {
		return fmt.Errorf("%w: the author", ErrNotMember)
	}
	if !author.verify(c.message(), c.Sig) {
		return fmt.Errorf("%w: of the author", ErrBadSignature)
	}
	return nil
}

func (c Commit) checkMembers(prev *Commit) error {
	if prev == nil {
		return nil
	}
	for _, m := range prev.Members {
		if m.ID() != c.Author && !slices.ContainsFunc(c.Members, m.equal) {
			return fmt.Errorf("%w: removes somebody else", ErrBadCommit)
		}
	}
	return nil
}

// checkRevoked: the list starts with that of prev, and what it adds is the
// author's, each device once. That somebody else has named a device too says
// nothing: else who names the other's first would keep it in.
func (c Commit) checkRevoked(prev *Commit) error {
	var before []RevokedDevice
	if prev != nil {
		before = prev.Revoked
	}
	if len(c.Revoked) < len(before) || !slices.Equal(c.Revoked[:len(before)], before) {
		return fmt.Errorf("%w: changes who was revoked", ErrBadCommit)
	}
	seen := make(map[[2][16]byte]bool, len(c.Revoked))
	for i, d := range c.Revoked {
		named := [2][16]byte{d.Device, d.Member}
		if seen[named] {
			return fmt.Errorf("%w: revokes a device twice", ErrBadCommit)
		}
		if i >= len(before) && d.Member != c.Author {
			return fmt.Errorf("%w: revokes somebody else's device", ErrBadCommit)
		}
		seen[named] = true
	}
	return nil
}
