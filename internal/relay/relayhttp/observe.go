package relayhttp

import (
	"strings"
	"time"

	"pleach/wire"
)

// The kinds of requests that are counted. They are coarse on purpose: with two
// people on a server, a count by route would tell when one of them has answered.
const (
	KindRead   = "read"
	KindWrite  = "write"
	KindLogin  = "login" // signing up too
	KindStream = "stream"
	KindOther  = "other"
)

// Kinds are all kinds, KindOther last.
func Kinds() []string { return []string{KindRead, KindWrite, KindLogin, KindStream, KindOther} }

// Observation is what is told of a request that was answered.
type Observation struct {
	Kind   string
	Status int
	Code   wire.Code // of the refusal, if it was refused
	Took   time.Duration
}

// kind is the kind of a route.
func (r Route) kind() string {
	switch {
	case strings.HasPrefix(r.Pattern, "/v1/login"), r.Pattern == "/v1/accounts":
		return KindLogin
	case r.Pattern == "/v1/stream":
		return KindStream
	case !strings.HasPrefix(r.Pattern, "/v1/"), r.Pattern == "/v1/info":
		return KindOther
	case r.Method == "GET":
		return KindRead
	}
	return KindWrite
}
