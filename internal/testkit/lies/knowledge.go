package lies

import (
	"encoding/json"
	"slices"
	"strings"

	"pleach/internal/remote"
	"pleach/wire"
)

// knowledge is what a server knows of what has gone through it.
type knowledge struct {
	device map[wire.ID]string               // who writes a chain
	asked  map[wire.ID][]string             // who has asked for a space
	stream map[wire.ID]map[uint64]wire.Item // the honest stream of a space
	commit map[wire.ID][][]byte             // its commits
	offers [][]byte                         // of all invitations, in order
	wraps  map[string]wire.Wraps            // what a person's account began with
	answer map[wire.ID]wire.Answer          // the newest of a device to a gate
	token  map[string]string                // the header of a person's session
}

func newKnowledge() *knowledge {
	return &knowledge{device: map[wire.ID]string{}, asked: map[wire.ID][]string{},
		stream: map[wire.ID]map[uint64]wire.Item{}, commit: map[wire.ID][][]byte{},
		answer: map[wire.ID]wire.Answer{}, token: map[string]string{},
		wraps: map[string]wire.Wraps{}}
}

// spaceOf is the space that an address is about, if it is.
func spaceOf(path string) (wire.ID, bool) {
	rest, ok := strings.CutPrefix(path, "/v1/spaces/")
	name, _, _ := strings.Cut(rest, "/")
	id, err := wire.ParseID(name)
	return id, ok && err == nil
}

func (k *knowledge) request(who string, r remote.Request) {
	if t := r.Header["Authorization"]; t != "" {
		k.token[who] = t
	}
	var begun wire.NewAccount
	if r.Path == "/v1/accounts" && json.Unmarshal(r.Body, &begun) == nil {
		k.wraps[who] = begun.Wraps
	}
	var invite wire.NewInvite
	if r.Method == "PUT" && strings.HasPrefix(r.Path, "/v1/invites/") && json.Unmarshal(r.Body, &invite) == nil && len(invite.Offer) > 0 {
		k.offers = append(k.offers, invite.Offer)
	}
	space, ok := spaceOf(r.Path)
	if !ok {
		return
	}
	if !slices.Contains(k.asked[space], who) {
		k.asked[space] = append(k.asked[space], who)
	}
	if a, err := wire.ParseAnswer(slices.Clone(r.Body)); r.Method == "PUT" && err == nil {
		k.answer[a.Device] = a
	}
	if batch, err := wire.ParseBatch(r.Body); r.Method == "POST" && err == nil {
		for _, e := range batch {
			k.device[e.Header.Device] = who
		}
	}
}

func (k *knowledge) response(_ string, r remote.Request, resp remote.Response) {
	space, ok := spaceOf(r.Path)
	if !ok || r.Method != "GET" || resp.Status != 200 {
		return
	}
	if strings.Contains(r.Path, "/commits?from=") {
		k.commits(space, r.Path, resp.Body)
		return
	}
	items, err := wire.ParseItems(slices.Clone(resp.Body))
	if err != nil {
		return
	}
	if k.stream[space] == nil {
		k.stream[space] = map[uint64]wire.Item{}
	}
	for _, it := range items {
		k.stream[space][it.Pos] = it
	}
}

func (k *knowledge) commits(space wire.ID, path string, body []byte) {
	var got wire.Commits
	if json.Unmarshal(body, &got) != nil {
		return
	}
	from := number(path, "from=")
	for i, raw := range got.Commits {
		if n := int(from) + i; n == len(k.commit[space]) {
			k.commit[space] = append(k.commit[space], raw)
		}
	}
}

// shared reports whether two people have asked for a space.
func (k *knowledge) shared(space wire.ID) bool { return len(k.asked[space]) > 1 }

// items are what a space's stream has, in order.
func (k *knowledge) items(space wire.ID) []wire.Item {
	var out []wire.Item
	for _, it := range k.stream[space] {
		out = append(out, it)
	}
	slices.SortFunc(out, func(a, b wire.Item) int { return int(a.Pos) - int(b.Pos) })
	return out
}
