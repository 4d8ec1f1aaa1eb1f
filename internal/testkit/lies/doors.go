package lies

import (
	"bytes"
	"encoding/json"
	"strings"
	"time"

	"pleach/internal/client"
	"pleach/internal/remote"
	"pleach/internal/replica"
	"pleach/wire"
)

// doors are lies to somebody who comes in.
var doors = []Attack{
	{Name: "the key of another account", Scene: SigningIn, Want: client.ErrKeyChanged, Lie: account(anothers)},
	{Name: "masters before that are none", Scene: SigningIn, Want: client.ErrKeyChanged, Lie: account(garbageBefore)},
	{Name: "the session of another account", Scene: SigningIn, Want: client.ErrKeyChanged,
		Lie: said("/v1/login", func(c *Call, s *wire.Session) {
			c.Server.know(func(k *knowledge) { s.Token = strings.TrimPrefix(k.token["Ada"], "Bearer ") })
		})},
	{Name: "a login for use at another server", Scene: SigningIn, Want: client.ErrKitOrPassword,
		Lie: func() Lie { return passOn }},
	{Name: "a weaker derivation is asked for", Scene: SigningIn, Lie: answered(weaker)},
	{Name: "a clock of long ago", Scene: SigningIn,
		Lie: said("/v1/login/challenge", func(_ *Call, ch *wire.Challenge) { ch.Now = time.Unix(1, 0) })},
	{Name: "a private space that is not there", Scene: SigningIn, Want: client.ErrKeyChanged,
		Lie: own0(func(*Call) [][]byte { return nil })},
	{Name: "a private space that somebody else has begun", Scene: SigningIn, Want: client.ErrKeyChanged,
		Lie: own0(func(c *Call) [][]byte { return [][]byte{c.forged()} })},
	{Name: "another certificate for the other's device", Scene: SigningIn, Want: replica.ErrBadSignature, Lie: page(certified)},
	{Name: "another account's key after a new password", Scene: Unlocking, Want: client.ErrKeyChanged, Lie: account(anothers)},
	{Name: "no masters before, after a new password", Scene: Unlocking, Want: client.ErrKeyChanged, Lie: account(noBefore)},
	{Name: "masters before that are none, after a new password", Scene: Unlocking, Want: client.ErrKeyChanged, Lie: account(garbageBefore)},
	{Name: "another account's key for the kit", Scene: Recovering, Want: client.ErrKeyChanged, Lie: account(anothers)},
	{Name: "no masters before, for the kit", Scene: Recovering, Want: client.ErrKeyChanged, Lie: account(noBefore)},
	{Name: "masters before that are none, for the kit", Scene: Recovering, Want: client.ErrKeyChanged, Lie: account(garbageBefore)},
}

// said changes the JSON that an address answers with.
func said[T any](path string, change func(*Call, *T)) func() Lie {
	return answered(func(c *Call, resp *remote.Response) bool {
		var body T
		if c.Request.Path != path || resp.Status/100 != 2 || json.Unmarshal(resp.Body, &body) != nil {
			return false
		}
		change(c, &body)
		resp.Body = encode(body)
		return true
	})
}

// account changes what the relay keeps of somebody's keys.
func account(change func(*Call, *wire.Wraps)) func() Lie {
	return said("/v1/account", func(c *Call, a *wire.Account) { change(c, &a.Wraps) })
}

func anothers(c *Call, w *wire.Wraps) {
	c.Server.know(func(k *knowledge) { *w = k.wraps["Ada"] })
}

func noBefore(_ *Call, w *wire.Wraps) { w.Before = nil }

func garbageBefore(_ *Call, w *wire.Wraps) { w.Before = bytes.Repeat([]byte{1}, 89) }

// passOn takes the challenge of another server, and gives that the answer.
func passOn(c *Call) (remote.Response, bool, error) {
	if !strings.HasPrefix(c.Request.Path, "/v1/login") {
		resp, err := c.Ask(c.Request)
		return resp, false, err
	}
	resp, err := c.Elsewhere(c.Request)
	return resp, true, err
}

// weaker names parameters, in each answer that opens a door, that no client may
// take from a server.
func weaker(c *Call, resp *remote.Response) bool {
	if !strings.HasPrefix(c.Request.Path, "/v1/login") && c.Request.Path != "/v1/account" || !bytes.HasPrefix(resp.Body, []byte("{")) {
		return false
	}
	resp.Body = append([]byte(`{"kdf":0,"version":0,"memory":8,"passes":1,"salt":"",`), resp.Body[1:]...)
	return true
}

// own0 changes the commits of the spaces that are one person's alone.
func own0(change func(*Call) [][]byte) func() Lie {
	return answered(func(c *Call, resp *remote.Response) bool {
		space, ok := spaceOf(c.Request.Path)
		var shared bool
		c.Server.know(func(k *knowledge) { shared = k.shared(space) })
		if !ok || shared || !strings.HasSuffix(c.Request.Path, "/commits?from=0") {
			return false
		}
		resp.Body = encode(wire.Commits{Commits: change(c)})
		return true
	})
}

// certified changes the key of another's device in its certificate.
func certified(c *Call, items []wire.Item) []wire.Item {
	var at = -1
	c.Server.know(func(k *knowledge) {
		for i, it := range items {
			e, err := wire.ParseEntry(it.Data)
			if it.Kind == wire.ItemEntry && err == nil && e.Header.Class == wire.ClassCert && k.device[e.Header.Device] != c.Who {
				at = i
			}
		}
	})
	if at < 0 {
		return nil
	}
	e, _ := wire.ParseEntry(items[at].Data)
	e.Body = bytes.Clone(e.Body)
	e.Body[20] ^= 1
	items[at].Data = e.Append(nil)
	return items
}
