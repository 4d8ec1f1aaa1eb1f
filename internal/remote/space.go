package remote

import (
	"context"
	"fmt"
	"strconv"

	"pleach/internal/replica"
	"pleach/wire"
)

// CreateSpace stores a new space with its first commit.
func (c *Client) CreateSpace(ctx context.Context, s wire.NewSpace) error {
	return c.json(ctx, "POST", "/v1/spaces", s, nil)
}

// Leave takes this account out of a space. CodeForbidden when it is not in it,
// unless this is a repeat.
func (c *Client) Leave(ctx context.Context, id wire.ID, out wire.Leave) error {
	return c.json(ctx, "POST", "/v1/spaces/"+id.String()+"/leave", out, nil)
}

// Space is the relay as one space's replica sees it.
func (c *Client) Space(id wire.ID) replica.Remote {
	return space{client: c, path: "/v1/spaces/" + id.String()}
}

type space struct {
	client *Client
	path   string
}

var _ replica.Remote = space{}

func (s space) Push(ctx context.Context, batch []wire.Entry) (uint64, error) {
	path := s.path + "/entries"
	resp, err := s.client.frames(ctx, "POST", path, wire.AppendBatch(nil, batch))
	if err != nil {
		return 0, err
	}
	return parsePushed(resp, path)
}

func (s space) Pull(ctx context.Context, after uint64) (items []wire.Item, next uint64, more bool, err error) {
	path := s.path + "/entries?after=" + strconv.FormatUint(after, 10)
	resp, err := s.client.frames(ctx, "GET", path, nil)
	if err != nil {
		return nil, 0, false, err
	}
	next, err = strconv.ParseUint(resp.Header[wire.HeaderNext], 10, 64)
	if err != nil {
		return nil, 0, false, fmt.Errorf("%w: a pull without a cursor", ErrNotARelay)
	}
	items, err = wire.ParseItems(resp.Body)
	return items, next, resp.Header[wire.HeaderMore] == "1", err
}

func (s space) PostAnswer(ctx context.Context, a wire.Answer) error {
	_, err := s.client.frames(ctx, "PUT", s.path+"/gates/"+a.Gate.String(), a.Append(nil))
	return err
}

func (s space) PostKey(ctx context.Context, k wire.Key) error {
	_, err := s.client.frames(ctx, "PUT", s.path+"/gates/"+k.Gate.String()+"/key", k.Append(nil))
	return err
}

func (s space) Commits(ctx context.Context, n uint32) ([][]byte, error) {
	var out wire.Commits
	path := s.path + "/commits?from=" + strconv.FormatUint(uint64(n), 10)
	return out.Commits, s.client.json(ctx, "GET", path, nil, &out)
}

func (s space) PutCommit(ctx context.Context, n uint32, commit []byte) error {
	path := s.path + "/commits/" + strconv.FormatUint(uint64(n), 10)
	return s.client.json(ctx, "PUT", path, wire.PutCommit{Commit: commit}, nil)
}
