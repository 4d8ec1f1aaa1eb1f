package lies

import (
	"crypto/rand"
	"encoding/json"
	"strings"

	"pleach/internal/remote"
	"pleach/internal/replica"
	"pleach/seal"
	"pleach/wire"
)

// keys are lies about the commits of the shared space: who is in it, and under
// which key.
var keys = []Attack{
	{Name: "the newest key is held back", Scene: NewKey, Want: replica.ErrEpochUnknown,
		Lie: commits(func(_ *Call, from int, list [][]byte) [][]byte {
			if from+len(list) < 2 || len(list) == 0 {
				return nil
			}
			return list[:len(list)-1]
		})},
	{Name: "a member's keys are changed in the newest commit", Scene: NewKey, Want: replica.ErrBadCommit,
		Lie: newest(func(c *seal.Commit) {
			stranger, _ := newStranger()
			c.Members[0] = stranger.Public()
		})},
	{Name: "somebody is put into the newest commit", Scene: NewKey, Want: replica.ErrBadCommit,
		Lie: newest(func(c *seal.Commit) {
			stranger, _ := newStranger()
			c.Members, c.Wraps = append(c.Members, stranger.Public()), append(c.Wraps, c.Wraps[0])
		})},
	{Name: "a commit by nobody in the space", Scene: Writing, Want: replica.ErrBadCommit,
		Lie: commits(func(c *Call, _ int, list [][]byte) [][]byte { return append(list, c.forged()) })},
	{Name: "a space that somebody else has begun", Scene: Reopened, Want: replica.ErrFork,
		Lie: commits(func(c *Call, _ int, list [][]byte) [][]byte {
			if len(list) == 0 {
				return nil
			}
			list[0] = c.forged()
			return list
		})},
	{Name: "the commits are gone", Scene: Reopened, Want: replica.ErrRegression,
		Lie: commits(func(_ *Call, _ int, list [][]byte) [][]byte { return list[:0:0] })},
}

// commits changes the shared space's commits as they are served from a number
// on. change returns nil to let them be.
func commits(change func(c *Call, from int, list [][]byte) [][]byte) func() Lie {
	return answered(func(c *Call, resp *remote.Response) (told bool) {
		space, ok := spaceOf(c.Request.Path)
		var shared bool
		c.Server.know(func(k *knowledge) { shared = ok && k.shared(space) })
		var got wire.Commits
		if !shared || !strings.Contains(c.Request.Path, "/commits?from=") || json.Unmarshal(resp.Body, &got) != nil {
			return false
		}
		changed := change(c, int(number(c.Request.Path, "from=")), got.Commits)
		if changed == nil {
			return false
		}
		resp.Body = encode(wire.Commits{Commits: changed})
		return true
	})
}

// newest changes the last commit that is served.
func newest(change func(*seal.Commit)) func() Lie {
	return commits(func(_ *Call, from int, list [][]byte) [][]byte {
		if len(list) == 0 || from+len(list) < 3 {
			return nil
		}
		c, err := seal.ParseCommit(list[len(list)-1])
		if err != nil {
			return nil
		}
		change(&c)
		list[len(list)-1] = c.Bytes()
		return list
	})
}

// forged is a stranger's first commit of the space.
func (c *Call) forged() []byte {
	space, _ := spaceOf(c.Request.Path)
	stranger, _ := newStranger()
	key, err := seal.NewKey(rand.Reader)
	if err != nil {
		panic(err) // the machine has no randomness
	}
	forged, err := seal.NewCommit(rand.Reader, stranger, nil, space, []seal.MemberPublic{stranger.Public()}, nil, key, nil)
	if err != nil {
		panic(err) // the stranger's own keys are whole
	}
	return forged.Bytes()
}

// encode is a JSON body of the server's.
func encode(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // every body of package wire has an encoding
	}
	return b
}
