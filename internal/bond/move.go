package bond

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"slices"
	"time"

	"pleach/wire"
)

// Move is where a guided talk goes, apart from whose talk it is.
type Move struct {
	Step int `json:"step"` // from 0
	Turn int `json:"turn"` // 1 the inviter, 2 the joiner, 0 when it is open
	// Depth and Card say which card lies on the table in a step with cards: the
	// card's place in the space's own order of that depth. Depth 0 is no card.
	Depth int `json:"depth,omitempty"`
	Card  int `json:"card,omitempty"`
	// Until is when both come back from a break; zero: none was named.
	Until time.Time `json:"until,omitzero"`
}

// Shuffled are the ids of a deck in a space's own order. Both partners come to
// the same order on their own, and a card that is added later moves no other
// against each other.
func Shuffled(space wire.ID, ids []string) []string {
	type placed struct {
		id    string
		place [32]byte
	}
	all := make([]placed, len(ids))
	for i, id := range ids {
		all[i] = placed{id, sha256.Sum256([]byte("pleach/1 deck\x00" + string(space[:]) + id))}
	}
	slices.SortFunc(all, func(a, b placed) int {
		return cmp.Or(bytes.Compare(a.place[:], b.place[:]), cmp.Compare(a.id, b.id))
	})
	out := make([]string, len(all))
	for i, p := range all {
		out[i] = p.id
	}
	return out
}
