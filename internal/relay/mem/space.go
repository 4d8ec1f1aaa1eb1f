package mem

import (
	"bytes"
	"context"
	"slices"
	"time"

	"pleach/internal/relay"
	"pleach/wire"
)

type space struct {
	owner   wire.ID
	members []wire.ID // ascending
	commits [][]byte
	items   []wire.Item // item i has position i+1
	chains  map[wire.ID]*chain
	gates   map[wire.ID][]relay.Sealed
	bytes   int64
}

type chain struct {
	relay.Chain
	links []relay.Link // of seq i+1
	pos   []uint64
}

// CreateSpace implements relay.Store.
func (s *Store) CreateSpace(ctx context.Context, by wire.ID, n wire.NewSpace, l wire.Limits, now time.Time) error {
	end, err := s.begin(ctx)
	if err != nil {
		return err
	}
	defer end()
	if have, ok := s.spaces[n.Space]; ok {
		if have.owner == by && bytes.Equal(have.commits[0], n.Commit) {
			return nil
		}
		return relay.Refuse(wire.CodeExists, "")
	}
	if len(s.spacesOf(by)) >= l.Spaces {
		return relay.Refuse(wire.CodeQuota, "This account has as many spaces as it may.")
	}
	s.spaces[n.Space] = &space{
		owner: by, members: []wire.ID{by}, commits: [][]byte{n.Commit}, bytes: int64(len(n.Commit)),
		chains: map[wire.ID]*chain{}, gates: map[wire.ID][]relay.Sealed{},
	}
	return nil
}

// Members implements relay.Store.
func (s *Store) Members(ctx context.Context, id wire.ID) ([]wire.ID, error) {
	end, err := s.begin(ctx)
	if err != nil {
		return nil, err
	}
	defer end()
	sp, ok := s.spaces[id]
	if !ok {
		return nil, relay.Refuse(wire.CodeNotFound, "")
	}
	return slices.Clone(sp.members), nil
}

// Spaces implements relay.Store.
func (s *Store) Spaces(ctx context.Context, account wire.ID) ([]wire.ID, error) {
	end, err := s.begin(ctx)
	if err != nil {
		return nil, err
	}
	defer end()
	return s.spacesOf(account), nil
}

func (s *Store) spacesOf(account wire.ID) []wire.ID {
	var out []wire.ID
	for id, sp := range s.spaces {
		if slices.Contains(sp.members, account) {
			out = append(out, id)
		}
	}
	sortIDs(out)
	return out
}

func sortIDs(ids []wire.ID) {
	slices.SortFunc(ids, func(a, b wire.ID) int { return bytes.Compare(a[:], b[:]) })
}

// of returns the space if the account is in it.
func (s *Store) of(by, id wire.ID) (*space, error) {
	sp, ok := s.spaces[id]
	switch {
	case !ok:
		return nil, relay.Refuse(wire.CodeNotFound, "")
	case !slices.Contains(sp.members, by):
		return nil, relay.Refuse(wire.CodeForbidden, "")
	}
	return sp, nil
}

// room refuses n more bytes than the space may hold.
func (sp *space) room(n int64, l wire.Limits) error {
	if n > 0 && sp.bytes+n > l.Space {
		return relay.Refuse(wire.CodeQuota, "This space holds as much as it may.")
	}
	return nil
}

func (sp *space) add(kind wire.ItemKind, data []byte) uint64 {
	pos := uint64(len(sp.items)) + 1
	sp.items = append(sp.items, wire.Item{Pos: pos, Kind: kind, Data: data})
	return pos
}

// Commits implements relay.Store.
func (s *Store) Commits(ctx context.Context, id wire.ID, n uint32, most int) ([][]byte, error) {
	end, err := s.begin(ctx)
	if err != nil {
		return nil, err
	}
	defer end()
	sp, ok := s.spaces[id]
	if !ok {
		return nil, relay.Refuse(wire.CodeNotFound, "")
	}
	var out [][]byte
	for i, size := int(n), 0; i < len(sp.commits); i++ {
		if size += len(sp.commits[i]); size > most && len(out) > 0 {
			break
		}
		out = append(out, bytes.Clone(sp.commits[i]))
	}
	return out, nil
}

// PutCommit implements relay.Store.
func (s *Store) PutCommit(ctx context.Context, by, id wire.ID, n uint32, commit []byte, l wire.Limits) error {
	end, err := s.begin(ctx)
	if err != nil {
		return err
	}
	defer end()
	sp, err := s.of(by, id)
	if err != nil {
		return err
	}
	fresh, err := sp.admitCommit(n, commit, l)
	if fresh {
		sp.commit(commit)
	}
	return err
}

func (sp *space) admitCommit(n uint32, commit []byte, l wire.Limits) (bool, error) {
	fresh, err := relay.AdmitCommit(uint32(len(sp.commits)), n, commit, func(n uint32) ([]byte, error) {
		return sp.commits[n], nil
	})
	if err != nil || !fresh {
		return false, err
	}
	if err := sp.room(int64(len(commit)), l); err != nil {
		return false, err
	}
	return true, nil
}

func (sp *space) commit(commit []byte) {
	sp.commits = append(sp.commits, commit)
	sp.bytes += int64(len(commit))
}
