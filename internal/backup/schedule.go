package backup

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Schedule makes a copy every so often. All but Keep and Done are required.
type Schedule struct {
	Folder string
	Every  time.Duration
	Keep   int // how many of the newest stay; 0: all
	Lock   Lock
	Source func(context.Context, io.Writer) error
	Clock  func() time.Time
	Log    *slog.Logger
	Done   func(at time.Time, err error) // hears of every try
}

// again is how long it waits after a try that failed.
const again = 10 * time.Minute

// Run makes copies until ctx ends: the first when the newest in the folder is
// as old as Every, so that a restart makes none too many. What fails is logged
// and tried again.
func (s Schedule) Run(ctx context.Context) {
	for wait := s.first(); ; {
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
		}
		err := s.Once(ctx)
		if ctx.Err() != nil {
			return
		}
		if s.Done != nil {
			s.Done(s.Clock(), err)
		}
		if wait = s.Every; err != nil {
			s.Log.Error("no backup was made", "error", err)
			wait = min(s.Every, again)
		}
	}
}

// first is how long to wait for the first copy. A folder that cannot be read is
// found out by trying at once.
func (s Schedule) first() time.Duration {
	names, err := s.backups()
	if err != nil || len(names) == 0 {
		return 0
	}
	newest, _ := made(names[len(names)-1])
	return min(max(0, newest.Add(s.Every).Sub(s.Clock())), s.Every)
}

// Once makes one copy, and then removes what is more than Keep.
func (s Schedule) Once(ctx context.Context) error {
	name := Name(s.Clock())
	err := s.Lock.WriteFile(filepath.Join(s.Folder, name), func(w io.Writer) error { return s.Source(ctx, w) })
	if err != nil {
		return err
	}
	s.Log.Info("a backup was made", "file", name)
	return s.prune()
}

// prune removes the oldest copies, and what earlier tries left unfinished.
// Files with other names are left alone.
func (s Schedule) prune() error {
	names, err := s.backups()
	if err != nil {
		return err
	}
	old := 0
	if s.Keep > 0 {
		old = max(0, len(names)-s.Keep)
	}
	unfinished, err := filepath.Glob(filepath.Join(escapeGlob(s.Folder), prefix+"*"+part))
	for _, name := range names[:old] {
		unfinished = append(unfinished, filepath.Join(s.Folder, name))
	}
	for _, path := range unfinished {
		err = errors.Join(err, os.Remove(path))
	}
	return err
}

// escapeGlob lets a folder's name mean itself.
func escapeGlob(path string) string {
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(path)
}

// Newest is when the newest copy in a folder was made; zero when there is none.
func Newest(folder string) (at time.Time, err error) {
	names, err := Schedule{Folder: folder}.backups()
	if err == nil && len(names) > 0 {
		at, _ = made(names[len(names)-1])
	}
	return at, err
}

// backups are the names of the copies in the folder, the oldest first.
func (s Schedule) backups() (names []string, err error) {
	files, err := os.ReadDir(s.Folder)
	if err != nil {
		return nil, fmt.Errorf("backup: %w", err)
	}
	for _, f := range files {
		if _, ok := made(f.Name()); ok && f.Type().IsRegular() {
			names = append(names, f.Name())
		}
	}
	slices.Sort(names)
	return names, nil
}
