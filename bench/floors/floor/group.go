// Package floor is the least that makes an entry durable: one row in one SQLite
// table, or bytes at the end of a file, many in one sync. It keeps no index,
// checks nothing and cannot be read.
package floor

import (
	"path/filepath"
	"sync"
	"time"

	"github.com/ncruces/go-sqlite3"
)

// most bounds a group, as the relay's writer does.
const most = 256

// gather runs pushes in groups: what came while the last group was made durable
// is the next. Sync makes a whole group durable.
type gather struct {
	queue chan waiting
	sync  func(group [][]byte) error

	mu     sync.Mutex
	groups int
	took   time.Duration
}

type waiting struct {
	data []byte
	done chan error
}

func newGather(sync func([][]byte) error) *gather {
	g := &gather{queue: make(chan waiting, most), sync: sync}
	go g.loop()
	return g
}

// Push returns when the data are durable.
func (g *gather) Push(data []byte) error {
	w := waiting{data, make(chan error, 1)}
	g.queue <- w
	return <-w.done
}

// Mean is how long a group took to become durable, on average, since it was
// last asked.
func (g *gather) Mean() time.Duration {
	g.mu.Lock()
	defer g.mu.Unlock()
	mean := g.took / time.Duration(max(g.groups, 1))
	g.groups, g.took = 0, 0
	return mean
}

func (g *gather) loop() {
	for first := range g.queue {
		group := []waiting{first}
		for more := true; more && len(group) < most; {
			select {
			case w := <-g.queue:
				group = append(group, w)
			default:
				more = false
			}
		}
		data := make([][]byte, len(group))
		for i, w := range group {
			data[i] = w.data
		}
		began := time.Now()
		err := g.sync(data)
		g.mu.Lock()
		g.groups, g.took = g.groups+1, g.took+time.Since(began)
		g.mu.Unlock()
		for _, w := range group {
			w.done <- err
		}
	}
}

// Group is the bare group commit: the relay's driver and settings, one table of
// two columns, one prepared statement.
type Group struct{ *gather }

// OpenGroup makes one in a folder.
func OpenGroup(dir string) (*Group, error) {
	db, err := sqlite3.Open("file:" + filepath.Join(dir, "bare.db"))
	if err != nil {
		return nil, err
	}
	err = db.Exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 67108864;
		CREATE TABLE log (pos INTEGER PRIMARY KEY, data BLOB NOT NULL)`)
	if err != nil {
		return nil, err
	}
	var stmts [3]*sqlite3.Stmt
	for i, sql := range []string{"BEGIN IMMEDIATE", "INSERT INTO log (data) VALUES (?)", "COMMIT"} {
		if stmts[i], _, err = db.Prepare(sql); err != nil {
			return nil, err
		}
	}
	return &Group{newGather(func(group [][]byte) error { return commit(stmts, group) })}, nil
}

func commit(stmts [3]*sqlite3.Stmt, group [][]byte) error {
	if err := stmts[0].Exec(); err != nil {
		return err
	}
	for _, data := range group {
		if err := stmts[1].BindBlob(1, data); err != nil {
			return err
		}
		if err := stmts[1].Exec(); err != nil {
			return err
		}
	}
	return stmts[2].Exec()
}
