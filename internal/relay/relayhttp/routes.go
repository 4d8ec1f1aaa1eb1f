package relayhttp

import (
	"net/http"

	"pleach/wire"
)

// Who says who may use a route.
type Who string

const (
	Anyone  Who = "anyone"  // without a session
	Account Who = "account" // with a session
	Member  Who = "member"  // with a session of a member of {space}
	Inviter Who = "inviter" // with the session of who made {invite}
	Joiner  Who = "joiner"  // with the session of who answered {invite}
	Reader  Who = "reader"  // whoever may read {invite}: the two, and anybody while it is unanswered
)

// Route is one line of the API.
type Route struct {
	Method  string
	Pattern string // as of http.ServeMux, without the method
	Who     Who

	media  string // of the body; empty when the route takes none
	most   func(wire.Limits) int
	handle func(*Server, *call) error
	any    bool // answers whatever version the client speaks
}

// Routes is the whole API.
func Routes() []Route { return routes }

const (
	typeJSON   = "application/json"
	typeFrames = wire.ContentFrames
)

var routes = []Route{
	{Method: "GET", Pattern: "/v1/info", Who: Anyone, handle: (*Server).info, any: true},
	{Method: "POST", Pattern: "/v1/accounts", Who: Anyone, media: typeJSON, most: small, handle: (*Server).signUp},
	{Method: "POST", Pattern: "/v1/login/challenge", Who: Anyone, media: typeJSON, most: small, handle: (*Server).challenge},
	{Method: "POST", Pattern: "/v1/login", Who: Anyone, media: typeJSON, most: small, handle: (*Server).login},
	{Method: "DELETE", Pattern: "/v1/session", Who: Account, handle: (*Server).logout},
	{Method: "GET", Pattern: "/v1/account", Who: Account, handle: (*Server).account},
	{Method: "PUT", Pattern: "/v1/account/keys", Who: Account, media: typeJSON, most: small, handle: (*Server).newKeys},
	{Method: "POST", Pattern: "/v1/account/close", Who: Account, media: typeJSON, most: small, handle: (*Server).closeAccount},
	{Method: "GET", Pattern: "/v1/devices", Who: Account, handle: (*Server).devices},
	{Method: "DELETE", Pattern: "/v1/devices/{device}", Who: Account, handle: (*Server).revokeDevice},
	{Method: "PUT", Pattern: "/v1/devices/{device}/notice", Who: Account, media: typeJSON, most: small, handle: (*Server).putNotice},
	{Method: "GET", Pattern: "/v1/notices/{account}/{device}", Who: Anyone, handle: (*Server).notice},
	{Method: "GET", Pattern: "/v1/stream", Who: Account, handle: (*Server).stream},

	{Method: "POST", Pattern: "/v1/spaces", Who: Account, media: typeJSON, most: sealed, handle: (*Server).createSpace},
	{Method: "GET", Pattern: "/v1/spaces/{space}/commits", Who: Member, handle: (*Server).commits},
	{Method: "PUT", Pattern: "/v1/spaces/{space}/commits/{n}", Who: Member, media: typeJSON, most: sealed, handle: (*Server).putCommit},
	{Method: "POST", Pattern: "/v1/spaces/{space}/leave", Who: Account, media: typeJSON, most: sealed, handle: (*Server).leave},
	{Method: "POST", Pattern: "/v1/spaces/{space}/entries", Who: Member, media: typeFrames, most: batch, handle: (*Server).push},
	{Method: "GET", Pattern: "/v1/spaces/{space}/entries", Who: Member, handle: (*Server).pull},
	{Method: "PUT", Pattern: "/v1/spaces/{space}/gates/{gate}", Who: Member, media: typeFrames, most: entry, handle: (*Server).putAnswer},
	{Method: "PUT", Pattern: "/v1/spaces/{space}/gates/{gate}/key", Who: Member, media: typeFrames, most: small, handle: (*Server).putKey},

	{Method: "PUT", Pattern: "/v1/invites/{invite}", Who: Account, media: typeJSON, most: sealed, handle: (*Server).putInvite},
	{Method: "GET", Pattern: "/v1/invites/{invite}", Who: Reader, handle: (*Server).getInvite},
	{Method: "DELETE", Pattern: "/v1/invites/{invite}", Who: Inviter, handle: (*Server).deleteInvite},
	{Method: "PUT", Pattern: "/v1/invites/{invite}/answer", Who: Reader, media: typeJSON, most: sealed, handle: (*Server).answerInvite},
	{Method: "PUT", Pattern: "/v1/invites/{invite}/approval", Who: Inviter, media: typeJSON, most: sealed, handle: (*Server).approveInvite},
	{Method: "PUT", Pattern: "/v1/invites/{invite}/reveal", Who: Joiner, media: typeJSON, most: sealed, handle: (*Server).revealInvite},
}

// How large a body may be, by what is in it.

func small(wire.Limits) int { return 32 << 10 }

// sealed allows what one entry may have, twice for base64 and a second field.
func sealed(l wire.Limits) int { return 2*l.Entry + 4<<10 }

func entry(l wire.Limits) int { return l.Entry + 4<<10 }

func batch(l wire.Limits) int { return l.Batch }

// byPattern groups the table as the mux needs it.
func byPattern(table []Route) map[string]map[string]Route {
	out := map[string]map[string]Route{}
	for _, r := range table {
		if out[r.Pattern] == nil {
			out[r.Pattern] = map[string]Route{}
		}
		out[r.Pattern][r.Method] = r
	}
	return out
}

func allowed(methods map[string]Route) (allow string) {
	for _, m := range []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodDelete} {
		if _, ok := methods[m]; !ok {
			continue
		}
		if allow != "" {
			allow += ", "
		}
		allow += m
	}
	return allow
}
