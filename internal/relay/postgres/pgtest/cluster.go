package pgtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// Cluster is a PostgreSQL server of the tests' own.
type Cluster struct {
	dir    string // data and socket
	bin    string
	log    bytes.Buffer
	server *exec.Cmd
	made   atomic.Int64 // databases
}

var (
	shared *Cluster
	failed error
	once   sync.Once
)

// Main runs a package's tests and then stops the cluster, if one was started.
// Call it from TestMain: os.Exit(pgtest.Main(m)).
func Main(m *testing.M) int {
	code := m.Run()
	Stop()
	return code
}

// Stop ends the cluster that the tests shared.
func Stop() {
	if shared != nil {
		shared.stop()
	}
}

// Database makes an empty database and returns its URL.
func Database(t testing.TB) string {
	t.Helper()
	once.Do(func() { shared, failed = start() })
	if errors.Is(failed, errMissing) && !required() {
		t.Skip("no PostgreSQL here: apt-get install postgresql")
	}
	if failed != nil {
		t.Fatal(failed)
	}
	url, err := shared.database(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return url
}

func (c *Cluster) database(ctx context.Context) (string, error) {
	name := fmt.Sprintf("test%d", c.made.Add(1))
	conn, err := pgx.Connect(ctx, c.url("postgres"))
	if err != nil {
		return "", err
	}
	defer conn.Close(ctx)
	_, err = conn.Exec(ctx, "CREATE DATABASE "+name)
	return c.url(name), err
}

func (c *Cluster) url(database string) string {
	return "postgres:///" + database + "?user=pleach&host=" + c.dir
}

// start makes the cluster's files and runs its server.
func start() (*Cluster, error) {
	bin, err := programs()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp(quick(), "pleach-pg-")
	if err != nil {
		return nil, err
	}
	c := &Cluster{dir: dir, bin: bin}
	if err := errors.Join(give(dir), c.initialise()); err != nil {
		_ = os.RemoveAll(dir)
		return nil, err
	}
	return c, c.run()
}

func (c *Cluster) run() error {
	c.server = c.command("postgres", "-D", filepath.Join(c.dir, "data"), "-k", c.dir, "-h", "")
	c.server.Stdout, c.server.Stderr = &c.log, &c.log
	if err := c.server.Start(); err != nil {
		return err
	}
	return c.ready()
}

// Crash stops the server at once, without a word to anybody and without
// writing anything, and starts it again.
func Crash(t testing.TB) {
	t.Helper()
	_ = shared.server.Process.Signal(syscall.SIGQUIT)
	_ = shared.server.Wait()
	if err := shared.run(); err != nil {
		t.Fatal(err)
	}
}

// quick is a folder in memory, where there is one: a sync costs nothing there.
func quick() string {
	const memory = "/dev/shm"
	if info, err := os.Stat(memory); err == nil && info.IsDir() {
		return memory
	}
	return os.TempDir()
}

func (c *Cluster) initialise() error {
	cmd := c.command("initdb", "-D", filepath.Join(c.dir, "data"), "-U", "pleach", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("pgtest: initdb: %w: %s", err, out)
	}
	return nil
}

// ready waits until the server answers.
func (c *Cluster) ready() error {
	var err error
	for range 600 {
		var conn *pgx.Conn
		if conn, err = pgx.Connect(context.Background(), c.url("postgres")); err == nil {
			return conn.Close(context.Background())
		}
		time.Sleep(50 * time.Millisecond)
	}
	c.stop()
	return fmt.Errorf("pgtest: the server does not answer: %w: %s", err, &c.log)
}

func (c *Cluster) stop() {
	_ = c.server.Process.Signal(syscall.SIGINT) // a fast shutdown
	_ = c.server.Wait()
	_ = os.RemoveAll(c.dir)
}

func (c *Cluster) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(filepath.Join(c.bin, name), args...)
	cmd.Dir = c.dir
	cmd.Env = []string{"LC_ALL=C", "PATH=" + os.Getenv("PATH")}
	cmd.SysProcAttr = attributes()
	return cmd
}

var errMissing = errors.New("pgtest: PostgreSQL is not installed: apt-get install postgresql")

// programs finds the folder of the newest PostgreSQL's programs.
func programs() (string, error) {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	slices.SortFunc(found, func(a, b string) int { return version(a) - version(b) })
	if len(found) > 0 {
		return filepath.Dir(found[len(found)-1]), nil
	}
	path, err := exec.LookPath("initdb")
	if err != nil {
		return "", errMissing
	}
	return filepath.Dir(path), nil
}

func version(initdb string) int {
	n, _ := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(initdb))))
	return n
}

// owner is whom the server runs as: nobody else than we, or the user postgres
// where we are root.
func owner() (uid, gid int, err error) {
	if os.Getuid() != 0 {
		return os.Getuid(), os.Getgid(), nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return 0, 0, err
	}
	uid, err = strconv.Atoi(u.Uid)
	if err != nil {
		return 0, 0, err
	}
	gid, err = strconv.Atoi(u.Gid)
	return uid, gid, err
}

func give(dir string) error {
	uid, gid, err := owner()
	if err != nil {
		return fmt.Errorf("pgtest: PostgreSQL does not run as root, and there is no user postgres: %w", err)
	}
	return os.Chown(dir, uid, gid)
}
