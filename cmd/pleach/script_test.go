package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"pleach/internal/client"
	"pleach/internal/client/memstore"
	"pleach/internal/relay/postgres/pgtest"
	"pleach/internal/remote"
	"pleach/internal/remote/nethttp"
	"pleach/wire"
)

func TestMain(m *testing.M) {
	testscript.Main(withCluster{m}, map[string]func(){"pleach": main})
}

// withCluster stops the database server that tests may have started.
type withCluster struct{ *testing.M }

func (m withCluster) Run() int { return pgtest.Main(m.M) }

// TestScripts runs what is in testdata. Besides the usual commands there are:
//
//	start NAME ARGS   runs pleach in the background, until it says where it is: $URL, $LISTEN, $PORT
//	end NAME SIGNAL   sends a signal; but for KILL the exit code must be 0; its words go into NAME.out and NAME.err
//	balance NAMES     puts a load balancer at $BALANCER, before nodes at the addresses in these variables
//	exits CODE ARGS   runs pleach and looks at its exit code
//	get URL [ACCEPT]  asks for a page and prints it, with its status and type
//	signup NAME [CODE] makes an account at $URL with the real client: $ACCOUNT, $ACCOUNT_ID
//	dishonest HOW     puts a server at $BAD that passes on what $URL sends, but for one thing
//	backed-up DIR N   waits until a folder has N backups
//	pulse NAME        writes a pulse there and sends it; prints what the server refused
func TestScripts(t *testing.T) { runScripts(t, "testdata", nil) }

// TestScriptsOnPostgreSQL runs those that need a database, each with its own:
// $STORE.
func TestScriptsOnPostgreSQL(t *testing.T) {
	pgtest.Database(t) // or skip
	runScripts(t, "testdata/postgres", func(e *testscript.Env) {
		e.Setenv("STORE", pgtest.Database(t))
	})
}

func runScripts(t *testing.T, dir string, setup func(*testscript.Env)) {
	testscript.Run(t, testscript.Params{
		Dir: dir,
		Setup: func(e *testscript.Env) error {
			if setup != nil {
				setup(e)
			}
			e.Setenv("FREE", freeAddress(t))
			e.Values[stateKey{}] = &state{programs: map[string]*program{}, people: map[string]*person{}}
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"start": start, "end": end, "exits": exits, "get": get, "signup": signup, "pulse": pulse, "balance": balance, "dishonest": dishonest, "backed-up": backedUp,
		},
	})
}

type stateKey struct{}

// state is what a script has under way.
type state struct {
	programs map[string]*program
	people   map[string]*person
}

func stateOf(ts *testscript.TestScript) *state { return ts.Value(stateKey{}).(*state) }

// program is a pleach that runs.
type program struct {
	cmd      *exec.Cmd
	out, err bytes.Buffer
	said     chan string // lines of out, until it ends
}

func command(ts *testscript.TestScript, args []string) *exec.Cmd {
	for _, dir := range filepath.SplitList(ts.Getenv("PATH")) {
		path := filepath.Join(dir, "pleach")
		if _, err := os.Stat(path); err == nil {
			cmd := exec.Command(path, args...)
			cmd.Dir = ts.MkAbs(".")
			cmd.Env = append(os.Environ(), "PATH="+ts.Getenv("PATH"), "PLEACH_SIGNUP_CODE="+ts.Getenv("PLEACH_SIGNUP_CODE"))
			return cmd
		}
	}
	ts.Fatalf("there is no pleach in PATH")
	return nil
}

var address = regexp.MustCompile(`https?://[^ /,]+`)

func start(ts *testscript.TestScript, _ bool, args []string) {
	p := &program{cmd: command(ts, args[1:]), said: make(chan string)}
	stdout, err := p.cmd.StdoutPipe()
	ts.Check(err)
	p.cmd.Stderr = &p.err
	ts.Check(p.cmd.Start())
	ts.Defer(func() { _ = p.cmd.Process.Kill() })
	go p.listen(stdout)
	for line := range p.said {
		if url := address.FindString(line); url != "" {
			ts.Setenv("URL", url)
			ts.Setenv("LISTEN", strings.TrimPrefix(url, "http://"))
			ts.Setenv("PORT", url[strings.LastIndex(url, ":")+1:])
			stateOf(ts).programs[args[0]] = p
			go func() {
				for range p.said { // what follows is in out, too
				}
			}()
			return
		}
	}
	_ = p.cmd.Wait()
	ts.Fatalf("%s ended before it said where it is: %s", args[0], &p.err)
}

func (p *program) listen(stdout io.Reader) {
	defer close(p.said)
	for lines := bufio.NewScanner(stdout); lines.Scan(); {
		p.out.WriteString(lines.Text() + "\n")
		p.said <- lines.Text()
	}
}

func end(ts *testscript.TestScript, _ bool, args []string) {
	p := stateOf(ts).programs[args[0]]
	signal := map[string]os.Signal{"INT": os.Interrupt, "TERM": terminate, "KILL": os.Kill}[args[1]]
	ts.Check(p.cmd.Process.Signal(signal))
	err := p.cmd.Wait()
	ts.Check(os.WriteFile(ts.MkAbs(args[0]+".out"), p.out.Bytes(), 0o600))
	ts.Check(os.WriteFile(ts.MkAbs(args[0]+".err"), p.err.Bytes(), 0o600))
	if signal != os.Kill {
		ts.Check(err)
	}
}

func exits(ts *testscript.TestScript, _ bool, args []string) {
	cmd := command(ts, args[1:])
	cmd.Stdout, cmd.Stderr = ts.Stdout(), ts.Stderr()
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		ts.Check(err)
	}
	if got := cmd.ProcessState.ExitCode(); strconv.Itoa(got) != args[0] {
		ts.Fatalf("pleach %s exits with %d, want %s", strings.Join(args[1:], " "), got, args[0])
	}
}

func get(ts *testscript.TestScript, _ bool, args []string) {
	r, err := http.NewRequest(http.MethodGet, args[0], nil)
	ts.Check(err)
	if len(args) > 1 {
		r.Header.Set("Accept", args[1])
	}
	resp, err := http.DefaultClient.Do(r)
	ts.Check(err)
	defer resp.Body.Close()
	fmt.Fprintln(ts.Stdout(), resp.StatusCode, resp.Header.Get("Content-Type"))
	_, err = io.Copy(ts.Stdout(), resp.Body)
	ts.Check(err)
}

// person is somebody with the real client, and the last refusal that they got.
type person struct {
	*client.App
	remote.Transport
	refused string
}

func (p *person) Do(ctx context.Context, r remote.Request) (remote.Response, error) {
	resp, err := p.Transport.Do(ctx, r)
	if err == nil && resp.Status >= 400 {
		p.refused = fmt.Sprintf("%d %s %s\n", resp.Status, resp.Header["Content-Type"], resp.Body)
	}
	return resp, err
}

const password = "a long enough password"

func signup(ts *testscript.TestScript, neg bool, args []string) {
	url := ts.Getenv("URL")
	p := &person{Transport: nethttp.New(url)}
	app, err := client.Open(context.Background(), client.Config{Storage: memstore.New(), Transport: p, Origin: url})
	ts.Check(err)
	p.App = app
	err = app.SignUp(context.Background(), client.SignUp{Name: args[0], Password: password, Code: strings.Join(args[1:], "")})
	fmt.Fprint(ts.Stdout(), p.refused)
	if (err != nil) != neg {
		ts.Fatalf("signing up: %v", err)
	}
	if neg {
		return
	}
	kit, err := app.Person().Kit(context.Background())
	ts.Check(err)
	for line := range strings.Lines(kit.Text()) {
		if id, ok := strings.CutPrefix(line, "Account: "); ok {
			ts.Setenv("ACCOUNT", strings.TrimSpace(id))
		}
	}
	ts.Setenv("ACCOUNT_ID", wire.ID(kit.Account).String())
	stateOf(ts).people[args[0]] = p
}

func pulse(ts *testscript.TestScript, neg bool, args []string) {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	p := stateOf(ts).people[args[0]]
	p.refused = ""
	_, err := p.Person().Pulse(ctx, somePulse)
	ts.Check(err)
	err = p.Person().Sync(ctx)
	fmt.Fprint(ts.Stdout(), p.refused)
	fmt.Fprintln(ts.Stdout(), p.Person().Pending(), "pending")
	if (err != nil) != neg {
		ts.Fatalf("sending a pulse: %v", err)
	}
}
