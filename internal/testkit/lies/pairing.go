package lies

import (
	"encoding/json"
	"strings"

	"pleach/internal/client"
	"pleach/internal/remote"
	"pleach/seal"
	"pleach/wire"
)

// pairing are lies about an invitation and the space that it leads to.
var pairing = []Attack{
	{Name: "another offer", Scene: Pairing, Want: client.ErrInviteChanged,
		Lie: invited(func(_ *Call, i *wire.Invite) bool { return flip(&i.Offer) })},
	{Name: "the offer of another invitation", Scene: Pairing, Want: client.ErrInviteChanged,
		Lie: invited(func(c *Call, i *wire.Invite) bool {
			c.Server.know(func(k *knowledge) { i.Offer = k.offers[0] })
			return true
		})},
	{Name: "an invitation into another space", Scene: Pairing, Want: client.ErrInviteChanged,
		Lie: invited(func(_ *Call, i *wire.Invite) bool { i.Space[0] ^= 1; return true })},
	{Name: "another answer to an invitation", Scene: Pairing, On: "Ada", Want: client.ErrInviteChanged,
		Lie: invited(func(_ *Call, i *wire.Invite) bool { return flip(&i.Answer) })},
	{Name: "another approval", Scene: Pairing, Want: client.ErrInviteChanged,
		Lie: invited(func(_ *Call, i *wire.Invite) bool { return flip(&i.Approval) })},
	{Name: "another word at the end of pairing", Scene: Pairing, On: "Ada", Want: client.ErrInviteChanged,
		Lie: invited(func(_ *Call, i *wire.Invite) bool { return flip(&i.Reveal) })},
	{Name: "an invitation that was never used is used", Scene: Pairing, Want: &wire.Problem{Code: wire.CodeInviteUsed},
		Lie: refusing("/answer", wire.CodeInviteUsed, 409)},
	{Name: "an invitation that is good is over", Scene: Pairing, Want: &wire.Problem{Code: wire.CodeInviteExpired},
		Lie: refusing("", wire.CodeInviteExpired, 410)},
	{Name: "a space with nobody let in", Scene: Pairing, Want: client.ErrInviteChanged,
		Lie: entered(func(_ *Call, list [][]byte) [][]byte { return list[:1] })},
	{Name: "a space that a stranger began", Scene: Pairing, Want: client.ErrInviteChanged,
		Lie: entered(func(c *Call, list [][]byte) [][]byte { return [][]byte{c.forged(), list[1]} })},
	{Name: "a stranger in the place of who was invited", Scene: Pairing, Want: client.ErrInviteChanged,
		Lie: entered(changedLast(func(c *seal.Commit, s seal.MemberPublic) { c.Members[len(c.Members)-1] = s }))},
	{Name: "a third beside the two", Scene: Pairing, Want: client.ErrInviteChanged,
		Lie: entered(changedLast(func(c *seal.Commit, s seal.MemberPublic) {
			c.Members, c.Wraps = append(c.Members, s), append(c.Wraps, c.Wraps[0])
		}))},
}

func flip(b *[]byte) bool {
	if len(*b) == 0 {
		return false
	}
	*b = flipped(*b)
	return true
}

// isInvite reports whether a call looks at an invitation.
func (c *Call) isInvite() bool {
	return c.Request.Method == "GET" && strings.HasPrefix(c.Request.Path, "/v1/invites/")
}

// invited changes what an invitation is said to be.
func invited(change func(*Call, *wire.Invite) bool) func() Lie {
	return answered(func(c *Call, resp *remote.Response) bool {
		var i wire.Invite
		if !c.isInvite() || json.Unmarshal(resp.Body, &i) != nil || i.Space.IsZero() || !change(c, &i) {
			return false
		}
		resp.Body = encode(i)
		return true
	})
}

// refusing refuses calls about an invitation whose address ends so.
func refusing(end string, code wire.Code, status int) func() Lie {
	return func() Lie {
		return func(c *Call) (remote.Response, bool, error) {
			if !strings.HasPrefix(c.Request.Path, "/v1/invites/") || !strings.HasSuffix(c.Request.Path, end) {
				resp, err := c.Ask(c.Request)
				return resp, false, err
			}
			return refusal(code, status), true, nil
		}
	}
}

// entered changes the two commits of a space that somebody is let into.
func entered(change func(*Call, [][]byte) [][]byte) func() Lie {
	return answered(func(c *Call, resp *remote.Response) bool {
		var got wire.Commits
		if !strings.HasSuffix(c.Request.Path, "/commits?from=0") || json.Unmarshal(resp.Body, &got) != nil || len(got.Commits) != 2 {
			return false
		}
		resp.Body = encode(wire.Commits{Commits: change(c, got.Commits)})
		return true
	})
}

func changedLast(change func(*seal.Commit, seal.MemberPublic)) func(*Call, [][]byte) [][]byte {
	return func(_ *Call, list [][]byte) [][]byte {
		stranger, _ := newStranger()
		last, err := seal.ParseCommit(list[len(list)-1])
		if err != nil {
			return list
		}
		change(&last, stranger.Public())
		return append(list[:len(list)-1:len(list)-1], last.Bytes())
	}
}
