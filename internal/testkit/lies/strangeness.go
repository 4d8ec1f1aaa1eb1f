package lies

import (
	"strings"

	"pleach/internal/remote"
	"pleach/wire"
)

// strangeness are answers to every exchange of entries that are not the relay's,
// or not the right ones.
var strangeness = []Attack{
	{Name: "the page of a captive portal", Scene: Writing, Want: remote.ErrNotARelay,
		Lie: always(200, "text/html", "<html>Sign in to use this network</html>")},
	{Name: "a way to somewhere else", Scene: Writing, Want: remote.ErrNotARelay, Lie: always(302, "text/html", "")},
	{Name: "an error page", Scene: Writing, Want: remote.ErrNotARelay, Lie: always(502, "text/plain", "bad gateway")},
	{Name: "a refusal with an invented code", Scene: Writing, Want: remote.ErrNotARelay,
		Lie: always(418, "application/problem+json", `{"status":418,"code":"teapot","title":"x"}`)},
	{Name: "a refusal that says two things", Scene: Writing, Want: remote.ErrNotARelay,
		Lie: always(418, "application/problem+json", `{"status":403,"code":"forbidden","title":"x"}`)},
	{Name: "an answer without end", Scene: Writing, Want: remote.ErrNotARelay,
		Lie: func() Lie { return always(200, wire.ContentFrames, strings.Repeat("\x00", remote.MaxBody+1))() }},
	{Name: "a session that is never good", Scene: Writing, Want: &wire.Problem{Code: wire.CodeUnauthorized},
		Lie: refused(wire.CodeUnauthorized, 401)},
	{Name: "always too fast", Scene: Writing, Want: &wire.Problem{Code: wire.CodeRate}, Lie: refused(wire.CodeRate, 429)},
	{Name: "no room", Scene: Writing, Want: &wire.Problem{Code: wire.CodeFull}, Lie: refused(wire.CodeFull, 507)},
	{Name: "an account that was never closed is closed", Scene: Writing, Want: &wire.Problem{Code: wire.CodeAccountClosed},
		Lie: refused(wire.CodeAccountClosed, 410)},
	{Name: "a space that is not the reader's any more", Scene: Writing, Want: &wire.Problem{Code: wire.CodeForbidden},
		Lie: refused(wire.CodeForbidden, 403)},
	{Name: "a space that was never there", Scene: Writing, Want: &wire.Problem{Code: wire.CodeNotFound},
		Lie: refused(wire.CodeNotFound, 404)},
	{Name: "the other's session in place of one's own", Scene: Writing, Want: &wire.Problem{Code: wire.CodeForbidden},
		Lie: func() Lie { return withTokenOf("Ada") }},
}

// always gives one answer to every exchange of entries.
func always(status int, kind, body string) func() Lie {
	return answered(func(c *Call, resp *remote.Response) bool {
		if !strings.Contains(c.Request.Path, "/entries") {
			return false
		}
		*resp = remote.Response{Status: status, Header: map[string]string{"Content-Type": kind}, Body: []byte(body)}
		return true
	})
}

// refused refuses every exchange of entries with a code that there is.
func refused(code wire.Code, status int) func() Lie {
	r := refusal(code, status)
	return always(r.Status, "application/problem+json", string(r.Body))
}

func refusal(code wire.Code, status int) remote.Response {
	return remote.Response{Status: status, Header: map[string]string{"Content-Type": "application/problem+json"},
		Body: encode(wire.Problem{Type: "about:blank", Title: "Refused", Status: status, Code: code})}
}

// withTokenOf asks the relay in another person's name.
func withTokenOf(who string) Lie {
	return func(c *Call) (remote.Response, bool, error) {
		r := c.Request
		h := map[string]string{}
		for name, value := range r.Header {
			h[name] = value
		}
		c.Server.know(func(k *knowledge) { h["Authorization"] = k.token[who] })
		r.Header = h
		resp, err := c.Ask(r)
		return resp, true, err
	}
}
