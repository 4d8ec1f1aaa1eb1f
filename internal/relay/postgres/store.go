package postgres

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

var (
	// ErrURL says that the store's address is none.
	ErrURL = errors.New("postgres: this is no address of a database")
	// ErrNewer says that the database was written by a newer Pleach.
	ErrNewer = errors.New("postgres: this database was written by a newer pleach; update pleach, nothing was changed")
	// ErrUnsafe says that the database server may lose what it has acknowledged.
	ErrUnsafe = errors.New("postgres: the server runs with fsync=off and may lose acknowledged entries; switch fsync on")
	// ErrClosed is what methods return after Close.
	ErrClosed = errors.New("postgres: the store is closed")
)

const (
	connections = 16               // when the address does not say pool_max_conns
	idle        = "15000"          // milliseconds after which a silent transaction loses its locks
	openTime    = 30 * time.Second // how long Open waits for the server
)

// Config says where a Store lives. Zero values are defaults, except for URL.
type Config struct {
	// URL is the database's address, postgres://user@host/database, with the
	// settings of libpq and pgxpool. A password is better kept in PGPASSFILE.
	URL string
	// Vacuum is the pause between an erasure and the VACUUM after it; a minute.
	Vacuum time.Duration
	// Poll is the pause between two looks for what other nodes have not said;
	// half a minute.
	Poll time.Duration

	trace   pgx.QueryTracer     // for tests that look at the statements
	rewrite func(string) string // for tests that change the migrations
}

// Store is a relay.Store in a PostgreSQL database.
type Store struct {
	cfg   Config
	pool  *pgxpool.Pool
	clean *cleaner
	once  sync.Once
	over  chan struct{} // closed by Close
}

// Open connects, brings the schema to the newest, and returns the store.
// Errors: ErrURL, ErrNewer, ErrUnsafe, and those of the network and the server.
func Open(ctx context.Context, cfg Config) (*Store, error) {
	if cfg.Vacuum == 0 {
		cfg.Vacuum = time.Minute
	}
	if cfg.Poll == 0 {
		cfg.Poll = 30 * time.Second
	}
	pool, err := connect(ctx, cfg)
	if err != nil {
		return nil, err
	}
	s := &Store{cfg: cfg, pool: pool, over: make(chan struct{})}
	s.clean = startCleaner(pool, cfg.Vacuum)
	if err := s.prepare(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func (s *Store) prepare(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, openTime)
	defer cancel()
	var fsync string
	if err := s.pool.QueryRow(ctx, "SHOW fsync").Scan(&fsync); err != nil {
		return fmt.Errorf("postgres: open: %w", plain(err))
	}
	if fsync == "off" {
		return ErrUnsafe
	}
	return migrate(ctx, s.pool, s.cfg.rewrite)
}

func connect(ctx context.Context, c Config) (*pgxpool.Pool, error) {
	if !IsURL(c.URL) {
		return nil, ErrURL
	}
	cfg, err := pgxpool.ParseConfig(c.URL)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrURL, err) // pgx hides the password
	}
	if !strings.Contains(c.URL, "pool_max_conns") {
		cfg.MaxConns = connections
	}
	cfg.ConnConfig.Tracer = c.trace
	params := cfg.ConnConfig.RuntimeParams
	setUnlessSet(params, "application_name", "pleach")
	setUnlessSet(params, "idle_in_transaction_session_timeout", idle)
	cfg.AfterConnect = durable
	return pgxpool.NewWithConfig(ctx, cfg)
}

func setUnlessSet(params map[string]string, name, value string) {
	if params[name] == "" {
		params[name] = value
	}
}

// durable switches on what makes a COMMIT wait for the disk, where it is off.
func durable(ctx context.Context, c *pgx.Conn) error {
	_, err := c.Exec(ctx, `SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'`)
	return err
}

// IsURL reports whether text is meant as the address of a database, and not as
// a folder.
func IsURL(text string) bool {
	return strings.HasPrefix(text, "postgres://") || strings.HasPrefix(text, "postgresql://")
}

// Place names the database without the password: for people.
func (s *Store) Place() string {
	c := s.pool.Config().ConnConfig
	return fmt.Sprintf("the database %s on %s", c.Database, c.Host)
}

// Close implements relay.Store.
func (s *Store) Close() error {
	s.once.Do(func() {
		close(s.over)
		s.clean.stop()
		s.pool.Close()
	})
	return nil
}
