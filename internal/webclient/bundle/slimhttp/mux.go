package http

import (
	"net/url"
	"path"
	"slices"
	"strings"
)

// ServeMux chooses a handler by method and path, the most specific that fits.
type ServeMux struct{ routes []route }

// route is a pattern such as "GET /talk/{talk}" and what answers it.
type route struct {
	method   string   // "" for any
	segments []string // such as "talk" and "{talk}"
	all      bool     // the pattern "/", which fits every path
	handler  Handler
}

// NewServeMux is one without handlers.
func NewServeMux() *ServeMux { return &ServeMux{} }

// HandleFunc adds a handler. It panics at a pattern that it does not know.
func (m *ServeMux) HandleFunc(pattern string, f func(ResponseWriter, *Request)) {
	method, where, found := strings.Cut(pattern, " ")
	if !found {
		method, where = "", pattern
	}
	r := route{method: method, segments: split(where), all: where == "/", handler: HandlerFunc(f)}
	if where == "/{$}" {
		r.segments = split("/")
	}
	for i, segment := range r.segments {
		odd := segment == "" && (i > 0 || !r.all && where != "/{$}")
		if odd || strings.ContainsAny(segment, "$.") || !strings.HasPrefix(where, "/") {
			panic("net/http: the browser's mux knows no pattern such as " + pattern)
		}
	}
	m.routes = append(m.routes, r)
}

// split is a path's segments: one and empty for "/".
func split(where string) []string { return strings.Split(strings.TrimPrefix(where, "/"), "/") }

// ServeHTTP implements Handler.
func (m *ServeMux) ServeHTTP(w ResponseWriter, r *Request) {
	asked := r.URL.EscapedPath()
	if where := clean(asked); where != asked {
		to := url.URL{Path: where, RawQuery: r.URL.RawQuery}
		w.Header().Set("Location", to.String())
		w.WriteHeader(StatusTemporaryRedirect)
		return
	}
	segments := split(asked)
	for i, s := range segments {
		if plain, err := url.PathUnescape(s); err == nil {
			segments[i] = plain
		}
	}
	if best := m.best(r.Method, segments); best != nil {
		r.wild = best.wild(segments)
		best.handler.ServeHTTP(w, r)
		return
	}
	w.WriteHeader(m.refusal(segments))
}

// refusal says why nothing fits: the method, or the path.
func (m *ServeMux) refusal(segments []string) int {
	if slices.ContainsFunc(m.routes, func(r route) bool { return r.fits(segments) }) {
		return StatusMethodNotAllowed
	}
	return StatusNotFound
}

// clean is a path without . and .. and empty segments.
func clean(where string) string {
	if !strings.HasPrefix(where, "/") {
		where = "/" + where
	}
	cleaned := path.Clean(where)
	if strings.HasSuffix(where, "/") && cleaned != "/" {
		cleaned += "/"
	}
	return cleaned
}

func (m *ServeMux) best(method string, segments []string) *route {
	var best *route
	for i := range m.routes {
		r := &m.routes[i]
		if r.takes(method) && r.fits(segments) && (best == nil || r.closer(best)) {
			best = r
		}
	}
	return best
}

// takes reports whether the route answers a method. GET answers HEAD too.
func (r *route) takes(method string) bool {
	return r.method == "" || r.method == method || r.method == MethodGet && method == MethodHead
}

// fits reports whether a path is one of the route's.
func (r *route) fits(segments []string) bool {
	if r.all {
		return true
	}
	return slices.EqualFunc(r.segments, segments, func(want, has string) bool {
		if wildcard(want) {
			return has != ""
		}
		return want == has
	})
}

func wildcard(segment string) bool { return strings.HasPrefix(segment, "{") }

// closer reports whether of two routes that fit a path this one says more of
// it, or as much and more of the method.
func (r *route) closer(other *route) bool {
	if r.all != other.all {
		return other.all
	}
	for i, segment := range r.segments {
		if wild := wildcard(segment); wild != wildcard(other.segments[i]) {
			return !wild
		}
	}
	return r.method != other.method && (other.method == "" || r.method == MethodHead)
}

// wild is what stands for the route's names in a path.
func (r *route) wild(segments []string) map[string]string {
	found := map[string]string{}
	for i, segment := range r.segments {
		if wildcard(segment) {
			found[strings.Trim(segment, "{}")] = segments[i]
		}
	}
	return found
}
