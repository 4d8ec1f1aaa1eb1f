package host

import (
	"net"
	"net/http"
	"strings"

	"pleach/internal/relay/relayhttp"
)

// address is how relayhttp learns where a request comes from: nil for the
// connection's own address.
func (h *Host) address() func(*http.Request) string {
	if !h.cfg.BehindProxy {
		return nil
	}
	return forwarded
}

// forwarded is the address that the nearest proxy saw, or "" when it said none.
func forwarded(r *http.Request) string {
	all := strings.Join(r.Header.Values("X-Forwarded-For"), ",")
	last := strings.TrimSpace(all[strings.LastIndex(all, ",")+1:])
	if net.ParseIP(last) == nil {
		return ""
	}
	return relayhttp.Network(last)
}
