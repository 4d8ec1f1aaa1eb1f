package postgres_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"pleach/internal/relay"
	"pleach/internal/relay/postgres"
	"pleach/internal/relay/postgres/pgtest"
	"pleach/internal/relay/relaytest"
)

// Partitions are to one PostgreSQL what machines are to a cluster: a row is in
// one of them by the hash of its column, keys must have that column in them, and
// the planner shows which partitions a statement goes to. So the suite runs on
// tables in partitions, every statement that it sends is written down, and each
// must go to one partition of each table that it names.
func TestEveryStatementNamesItsMachine(t *testing.T) {
	url := pgtest.Database(t)
	seen := &statements{args: map[string][]any{}}
	cfg := postgres.Config{URL: url, Vacuum: time.Hour, Poll: 10 * time.Millisecond}.Watched(seen, inPartitions)
	openAgain := func(t *testing.T) *postgres.Store {
		s, err := postgres.Open(t.Context(), cfg)
		ok(t, err)
		return s
	}
	ok(t, openAgain(t).Close())
	relaytest.Run(t, func(t *testing.T) relay.Store {
		emptied(t, url)
		return openAgain(t)
	})
	emptied(t, url)
	useNodes(t, openAgain(t))

	c, err := pgx.Connect(t.Context(), url)
	ok(t, err)
	defer c.Close(t.Context())
	sent := seen.taken()
	for _, sql := range slices.Sorted(maps.Keys(sent)) {
		if !slices.ContainsFunc(allowed, func(a string) bool { return strings.HasPrefix(sql, a) }) {
			if err := goesToOne(t.Context(), c, sql, sent[sql]); err != nil {
				t.Error(err)
			}
		}
	}
	for _, sql := range written(t) {
		if !slices.ContainsFunc(slices.Collect(maps.Keys(sent)), func(s string) bool { return strings.HasPrefix(s, sql) }) {
			t.Errorf("the suite never sends this, so nobody has looked at it:\n%s", sql)
		}
	}
}

// allowed are the statements that are of no person and no space, and the four
// that sweep everywhere what has expired.
var allowed = []string{
	"BEGIN", "COMMIT", "ROLLBACK", "begin", "commit", "LISTEN", "SHOW", "SELECT set_config", "SELECT pg_notify",
	"SELECT to_regclass", "SELECT coalesce(max(n), 0) FROM schema_version", "SELECT pg_advisory_xact_lock", "CREATE TABLE", "-- Every table",
	"INSERT INTO schema_version", "INSERT INTO shared", "SELECT value FROM shared",
	"DELETE FROM invites WHERE expires <= $1", "DELETE FROM invite_places WHERE expires <= $1",
	"DELETE FROM used_challenges WHERE expires <= $1", "UPDATE devices SET token = NULL WHERE token IS NOT NULL AND expires <= $1",
}

var table = regexp.MustCompile(`(?s)CREATE TABLE (\w+) \((.*?)\n\);`)

// inPartitions puts every table that may be spread into three partitions.
func inPartitions(sql string) string {
	return table.ReplaceAllStringFunc(sql, func(create string) string {
		name := table.FindStringSubmatch(create)[1]
		column, ok := postgres.Spreads()[name]
		if !ok {
			return create
		}
		out := strings.TrimSuffix(create, ";") + " PARTITION BY HASH (" + column + ");\n"
		for i := range 3 {
			out += fmt.Sprintf("CREATE TABLE %s_part%d PARTITION OF %s FOR VALUES WITH (MODULUS 3, REMAINDER %d);\n", name, i, name, i)
		}
		return out
	})
}

func emptied(t *testing.T, url string) {
	t.Helper()
	c, err := pgx.Connect(t.Context(), url)
	ok(t, err)
	defer c.Close(t.Context())
	_, err = c.Exec(t.Context(), "TRUNCATE "+strings.Join(slices.Collect(maps.Keys(postgres.Spreads())), ", "))
	ok(t, err)
}

// useNodes sends what nodes send.
func useNodes(t *testing.T, s *postgres.Store) {
	n := joined(t, s)
	p := couple(t, s)
	sub := subscribed(t, n, p)
	p.push(t, s)
	hears(t, sub, p.advanced())
	looksTwice(t, n)
	n.hub.End(p.ada.ID, p.ada.Device)
	_, err := s.ShareKey(t.Context(), "name", [32]byte{})
	ok(t, err)
	_, err = s.UseChallenge(t.Context(), [32]byte{}, relaytest.Start)
	ok(t, err)
	n.stop() // after its last words
}

// statements are those that were sent, each with arguments that it once had.
type statements struct {
	mu   sync.Mutex
	args map[string][]any
}

func (s *statements) note(sql string, args []any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.args[sql] = args
}

// taken is what was sent until now.
func (s *statements) taken() map[string][]any {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.args)
}

func (s *statements) TraceQueryStart(ctx context.Context, _ *pgx.Conn, d pgx.TraceQueryStartData) context.Context {
	s.note(d.SQL, d.Args)
	return ctx
}
func (s *statements) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}
func (s *statements) TraceBatchStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceBatchStartData) context.Context {
	return ctx
}
func (s *statements) TraceBatchQuery(_ context.Context, _ *pgx.Conn, d pgx.TraceBatchQueryData) {
	s.note(d.SQL, d.Args)
}
func (s *statements) TraceBatchEnd(context.Context, *pgx.Conn, pgx.TraceBatchEndData) {}

// goesToOne asks the planner.
func goesToOne(ctx context.Context, c *pgx.Conn, sql string, args []any) error {
	values := []any{pgx.QueryExecModeSimpleProtocol}
	for _, a := range args {
		if many, is := a.([][]byte); is {
			a = append(many, []byte{1})[:1] // of an array, every value names its machine
		}
		values = append(values, a)
	}
	var plan []byte
	if err := c.QueryRow(ctx, "EXPLAIN (FORMAT JSON) "+sql, values...).Scan(&plan); err != nil {
		return fmt.Errorf("%w:\n%s", err, sql)
	}
	var tree any
	if err := json.Unmarshal(plan, &tree); err != nil {
		return err
	}
	parts := map[string]map[string]bool{}
	relations(tree, func(name string) {
		if whole, _, is := strings.Cut(name, "_part"); is {
			if parts[whole] == nil {
				parts[whole] = map[string]bool{}
			}
			parts[whole][name] = true
		}
	})
	if len(parts) == 0 && !strings.HasPrefix(sql, "INSERT") { // which goes where its row belongs
		return fmt.Errorf("the plan names no table:\n%s\n%s", sql, plan)
	}
	for whole, of := range parts {
		if len(of) != 1 {
			return fmt.Errorf("this goes to %d partitions of %s:\n%s", len(of), whole, sql)
		}
	}
	return nil
}

// relations calls do for every table in a plan.
func relations(node any, do func(name string)) {
	switch n := node.(type) {
	case []any:
		for _, v := range n {
			relations(v, do)
		}
	case map[string]any:
		for k, v := range n {
			if name, is := v.(string); is && k == "Relation Name" {
				do(name)
			}
			relations(v, do)
		}
	}
}

// The planner is really asked: a statement without the column is found.
func TestAStatementThatGoesEverywhereIsFound(t *testing.T) {
	url := pgtest.Database(t)
	s, err := postgres.Open(t.Context(), postgres.Config{URL: url}.Watched(nil, inPartitions))
	ok(t, err)
	defer s.Close()
	c, err := pgx.Connect(t.Context(), url)
	ok(t, err)
	defer c.Close(t.Context())
	for sql, want := range map[string]bool{
		"SELECT 1 FROM items WHERE pos = 1":                                              false,
		"SELECT 1 FROM items i JOIN words w ON w.pos = i.pos WHERE i.space_id = '\\x01'": false,
		"DELETE FROM members WHERE account_id = '\\x01'":                                 false,
		"SELECT 1 FROM items WHERE space_id = '\\x01'":                                   true,
	} {
		if err := goesToOne(t.Context(), c, sql, nil); (err == nil) != want {
			t.Errorf("%s: %v", sql, err)
		}
	}
}

// written are the statements in the package's files, as far as they stand there
// as one text.
func written(t *testing.T) (out []string) {
	t.Helper()
	files, err := os.ReadDir(".")
	ok(t, err)
	for _, f := range files {
		if !strings.HasSuffix(f.Name(), ".go") || strings.HasSuffix(f.Name(), "_test.go") ||
			slices.Contains([]string{"distribute.go", "migrate.go", "clean.go", "rows.go"}, f.Name()) { // those of operators, who wait
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), f.Name(), nil, 0)
		ok(t, err)
		ast.Inspect(file, func(n ast.Node) bool {
			if lit, is := n.(*ast.BasicLit); is && lit.Kind == token.STRING {
				text, err := strconv.Unquote(lit.Value)
				if word, _, _ := strings.Cut(text, " "); err == nil && slices.Contains([]string{"SELECT", "INSERT", "UPDATE", "DELETE"}, word) {
					out = append(out, text)
				}
			}
			return true
		})
	}
	if len(out) < 50 {
		t.Fatalf("found %d statements in the package", len(out))
	}
	return out
}

// Where there is no Citus it is said, and nothing is done.
func TestDistributeNeedsCitus(t *testing.T) {
	s := open(t, pgtest.Database(t))
	if done, err := s.Distribute(t.Context()); !errors.Is(err, postgres.ErrNoCitus) || len(done) > 0 {
		t.Errorf("got %v, %v", done, err)
	}
}

// Every table of the schema is spread or everywhere, and a table comes after
// those that it refers to.
func TestEveryTableHasItsPlace(t *testing.T) {
	sql, err := os.ReadFile("migrations/0001_relay.sql")
	ok(t, err)
	known := postgres.Spreads()
	var order []string
	for _, m := range table.FindAllStringSubmatch(string(sql), -1) {
		name, body := m[1], m[2]
		order = append(order, name)
		column, spread := known[name]
		if !spread && name != "shared" {
			t.Errorf("nobody says where %s lives", name)
		}
		if spread && !strings.Contains(body, "PRIMARY KEY ("+column) {
			t.Errorf("the primary key of %s does not begin with %s", name, column)
		}
		delete(known, name)
		for _, ref := range regexp.MustCompile(`REFERENCES (\w+)`).FindAllStringSubmatch(body, -1) {
			if !slices.Contains(order, ref[1]) {
				t.Errorf("%s refers to %s, which comes later", name, ref[1])
			}
		}
	}
	if len(known) > 0 {
		t.Errorf("there are no such tables: %v", known)
	}
}
