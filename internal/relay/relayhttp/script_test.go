package relayhttp_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"pleach/internal/relay"
	"pleach/internal/relay/relayhttp"
	"pleach/internal/relay/relaytest"
	"pleach/wire"
)

// TestScripts runs the stories in testdata/scripts: what the API answers, as
// files to read. To renew the answers in them: UPDATE=1 go test -run Scripts
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:           "testdata/scripts",
		UpdateScripts: os.Getenv("UPDATE") != "",
		Setup: func(env *testscript.Env) error {
			w := newWorld(env.T().(testing.TB), func(c *relayhttp.Config) {
				c.Limits = wire.Limits{Batch: 10_000, Entry: 2_000, Space: 20_000, Spaces: 2, Invites: 2}
				c.PerAccount = relay.Rate{PerSecond: 1, Burst: 30}
			})
			env.Values["world"] = &stage{world: w, before: map[*member]*relaytest.Chain{}}
			env.Setenv("COUPLE", w.couple.String())
			env.Setenv("ALONE", w.alone.String())
			env.Setenv("INVITE", w.invite.String())
			env.Setenv("GATE", gate.String())
			env.Setenv("NEW", w.ID().String())
			env.Setenv("NEWER", w.ID().String())
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"ask": do((*stage).ask), "entries": do((*stage).entries), "fork": do((*stage).forked), "lose": do((*stage).lose),
			"answer": do((*stage).answered), "key": do((*stage).key), "cut": do((*stage).cut), "set": do((*stage).set),
			"big": do((*stage).big), "later": do((*stage).later), "status": do((*stage).status), "signup": do((*stage).signup),
			"login": do((*stage).login), "repeat": do((*stage).repeat),
		},
	})
}

// stage is a world in which a script happens.
type stage struct {
	*world
	before map[*member]*relaytest.Chain // each chain as it was before its last entries
}

func do(f func(*stage, *testscript.TestScript, []string)) func(*testscript.TestScript, bool, []string) {
	return func(ts *testscript.TestScript, _ bool, args []string) { f(ts.Value("world").(*stage), ts, args) }
}

func (s *stage) who(ts *testscript.TestScript, name string) *member {
	m, ok := map[string]*member{"ada": s.ada, "noor": s.noor, "stranger": s.stranger, "nobody": nil}[name]
	if !ok {
		ts.Fatalf("nobody is called %s", name)
	}
	return m
}

// ask WHO METHOD PATH [FILE] [version=N] [type=T] sends a request and writes the
// answer to stdout. A FILE in .json is sent as JSON, any other as frames.
func (s *stage) ask(ts *testscript.TestScript, args []string) {
	version, media, body := "1", "", []byte(nil)
	for _, arg := range args[3:] {
		switch name, value, _ := strings.Cut(arg, "="); name {
		case "version":
			version = value
		case "type":
			media = value
		default:
			body, media = []byte(ts.ReadFile(arg)), wire.ContentFrames
			if strings.HasSuffix(arg, ".json") {
				body, media = []byte(os.Expand(string(body), ts.Getenv)), "application/json"
			}
		}
	}
	r := httptest.NewRequestWithContext(s.Context(), args[1], args[2], bytes.NewReader(body))
	r.Header.Set(wire.HeaderVersion, version)
	r.Header.Set("Content-Type", media)
	if m := s.who(ts, args[0]); m != nil {
		r.Header.Set("Authorization", "Bearer "+m.token)
	}
	rec := httptest.NewRecorder()
	s.server.ServeHTTP(rec, r)
	fmt.Fprint(ts.Stdout(), shown(rec))
}

// repeat N ask … asks so many times and shows the last answer.
func (s *stage) repeat(ts *testscript.TestScript, args []string) {
	for range number(ts, args[0]) - 1 {
		s.server.ServeHTTP(httptest.NewRecorder(), s.request(s.who(ts, args[2]), args[3], args[4], nil))
	}
	s.ask(ts, args[2:])
}

// shown is an answer as scripts compare it.
func shown(rec *httptest.ResponseRecorder) string {
	var b strings.Builder
	fmt.Fprintln(&b, rec.Code)
	for _, h := range []string{"Content-Type", "Allow", "Retry-After", "WWW-Authenticate", wire.HeaderNext, wire.HeaderMore} {
		if v := rec.Header().Get(h); v != "" {
			fmt.Fprintf(&b, "%s: %s\n", h, v)
		}
	}
	switch {
	case strings.Contains(rec.Header().Get("Content-Type"), "json"):
		var out bytes.Buffer
		_ = json.Indent(&out, rec.Body.Bytes(), "", "  ")
		fmt.Fprintln(&b, out.String())
	case rec.Body.Len() > 0:
		items, err := wire.ParseItems(rec.Body.Bytes())
		for _, it := range items {
			fmt.Fprintf(&b, "item %d of kind %d\n", it.Pos, it.Kind)
		}
		if err != nil {
			fmt.Fprintln(&b, err)
		}
	}
	return b.String()
}

func (s *stage) write(ts *testscript.TestScript, file string, b []byte) {
	ts.Check(os.WriteFile(ts.MkAbs(file), b, 0o600))
}

// entries FILE WHO N [SIZE] writes the next N entries of a chain.
func (s *stage) entries(ts *testscript.TestScript, args []string) {
	m, n, size := s.who(ts, args[1]), number(ts, args[2]), 100
	if len(args) > 3 {
		size = number(ts, args[3])
	}
	s.before[m] = m.chain.Fork()
	s.write(ts, args[0], frames(m.chain.Next(n, size)))
}

// fork FILE WHO writes another entry where the last ones began.
func (s *stage) forked(ts *testscript.TestScript, args []string) {
	s.write(ts, args[0], frames(s.before[s.who(ts, args[1])].Next(1, 100)))
}

// lose WHO goes past one entry of a chain without sending it.
func (s *stage) lose(ts *testscript.TestScript, args []string) { s.who(ts, args[0]).chain.Next(1, 10) }

// answer FILE WHO SPACE GATE [strict] writes an answer to a gate.
func (s *stage) answered(ts *testscript.TestScript, args []string) {
	space, err := wire.ParseID(args[2])
	ts.Check(err)
	id, err := wire.ParseID(args[3])
	ts.Check(err)
	s.write(ts, args[0], s.Answer(space, id, s.who(ts, args[1]).Device, len(args) > 4).Append(nil))
}

// key FILE WHO GATE writes the key of an answer.
func (s *stage) key(ts *testscript.TestScript, args []string) {
	id, err := wire.ParseID(args[2])
	ts.Check(err)
	s.write(ts, args[0], wire.Key{Gate: id, Device: s.who(ts, args[1]).Device, Wrap: s.Bytes(wire.WrapSize)}.Append(nil))
}

// cut FILE N drops the last N bytes.
func (s *stage) cut(ts *testscript.TestScript, args []string) {
	b := []byte(ts.ReadFile(args[0]))
	s.write(ts, args[0], b[:len(b)-number(ts, args[1])])
}

// set FILE OFFSET VALUE changes one byte.
func (s *stage) set(ts *testscript.TestScript, args []string) {
	b := []byte(ts.ReadFile(args[0]))
	b[number(ts, args[1])] = byte(number(ts, args[2]))
	s.write(ts, args[0], b)
}

// big FILE N writes N zero bytes.
func (s *stage) big(ts *testscript.TestScript, args []string) {
	s.write(ts, args[0], make([]byte, number(ts, args[1])))
}

// later DURATION moves the clock.
func (s *stage) later(ts *testscript.TestScript, args []string) {
	d, err := time.ParseDuration(args[0])
	ts.Check(err)
	s.now = s.now.Add(d)
}

// status WHO active|locked|closed is what the host does.
func (s *stage) status(ts *testscript.TestScript, args []string) {
	status := map[string]relay.Status{"active": relay.Active, "locked": relay.Locked, "closed": relay.Closed}[args[1]]
	ts.Check(s.store.SetStatus(s.Context(), s.who(ts, args[0]).ID, status))
}

// signup FILE [origin=O] writes the sign-up of somebody new.
func (s *stage) signup(ts *testscript.TestScript, args []string) {
	at := origin
	if len(args) > 1 {
		at = strings.TrimPrefix(args[1], "origin=")
	}
	s.json(ts, args[0], s.Person().SignUp(at, ""))
}

// login FILE WHO [by=WHO] [origin=O] [rescue] [old=DURATION] writes an answer to
// a fresh challenge.
func (s *stage) login(ts *testscript.TestScript, args []string) {
	m := s.who(ts, args[1])
	at, signer, rescue, old := origin, m, false, time.Duration(0)
	for _, arg := range args[2:] {
		switch name, value, _ := strings.Cut(arg, "="); name {
		case "origin":
			at = value
		case "by":
			signer = s.who(ts, value)
		case "rescue":
			rescue = true
		case "old":
			d, err := time.ParseDuration(value)
			ts.Check(err)
			old = d
		}
	}
	s.now = s.now.Add(-old)
	ch := s.challenge(m)
	s.now = s.now.Add(old)
	l := signer.Login(at, m.Device, ch, rescue)
	if signer != m {
		l.Account = m.ID
	}
	s.json(ts, args[0], l)
}

func (s *stage) json(ts *testscript.TestScript, file string, v any) {
	b, err := json.Marshal(v)
	ts.Check(err)
	s.write(ts, file, b)
}

func number(ts *testscript.TestScript, s string) int {
	n, err := strconv.Atoi(s)
	ts.Check(err)
	return n
}
