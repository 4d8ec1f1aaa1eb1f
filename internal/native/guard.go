package native

import (
	"net/http"
	"path"
)

// refusal is why a request is not ours, in plain words.
type refusal struct {
	status int
	text   string
}

var (
	otherName = refusal{http.StatusMisdirectedRequest,
		"Pleach answers here by its own address alone, and was called by another name. Use the address that “pleach open” printed.\n"}
	otherPage = refusal{http.StatusForbidden,
		"Another page has asked this of Pleach. Pleach answers its own pages alone. Nothing was done.\n" +
			"If you followed a link to come here, copy its address into the address bar instead.\n"}
)

// foreign is why a request comes from elsewhere, or nil. The name keeps out a
// site whose name was made to point at this machine; the origin and what the
// browser says of the request's site keep out the pages of every other site,
// another port of this machine included.
func (s *Server) foreign(r *http.Request) *refusal {
	if r.Host != s.host {
		return &otherName
	}
	origin := r.Header.Values("Origin")
	reads := r.Method == http.MethodGet || r.Method == http.MethodHead
	switch {
	case len(origin) > 1, len(origin) == 1 && origin[0] != "http://"+s.host, len(origin) == 0 && !reads:
		return &otherPage
	}
	switch r.Header.Get("Sec-Fetch-Site") {
	case "", "same-origin", "none": // none: typed, or opened by a program
		return nil
	}
	return &otherPage
}

// isPublic reports whether a request is for a file that holds nothing of
// anybody: styles, scripts, the icon, and the neutral page of the quick exit.
func isPublic(r *http.Request) bool {
	p := path.Clean(r.URL.Path)
	return path.Ext(p) != "" || p == "/kitchen"
}
