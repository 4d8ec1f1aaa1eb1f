package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"sync/atomic"
	"time"

	"pleach/internal/backup"
	"pleach/internal/metrics"
	"pleach/internal/relay/sqlite"
)

// schedule says whether a server backs itself up.
type schedule struct {
	To        string        `name:"backup-to" help:"Back up into this folder, while serving. It is best on another disk." type:"path" placeholder:"FOLDER"`
	Every     time.Duration `name:"backup-every" help:"How often." default:"24h"`
	Keep      int           `name:"backup-keep" help:"How many backups stay; 0 for all. What people erase is in them until they go." default:"14"`
	Recipient []string      `name:"backup-recipient" help:"Seal for this age recipient: see pleach backup --new-key. May be given more than once." placeholder:"age1…"`
}

// check tells bad input from what goes wrong later.
func (s schedule) check(w where) error {
	switch {
	case s.To == "" && len(s.Recipient) == 0:
		return nil
	case w.Store != "":
		return errors.New("--backup-to copies a data folder; for PostgreSQL use its own pg_dump")
	case s.To == "" || len(s.Recipient) == 0:
		return errors.New("--backup-to and --backup-recipient go together; pleach backup --new-key FILE makes a key and says its recipient")
	case s.Every < time.Minute || s.Keep < 0:
		return errors.New("--backup-every is a minute or more, such as 24h, and --backup-keep is 0 or more")
	}
	_, err := backup.ForRecipients(s.Recipient)
	return err
}

// begin makes backups in the background, until ctx ends; the returned function
// waits for what is under way.
func (s schedule) begin(ctx context.Context, data string, log *slog.Logger, numbers *metrics.Set) (wait func(), err error) {
	if s.To == "" {
		return func() {}, nil
	}
	lock, err := backup.ForRecipients(s.Recipient)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(s.To, 0o700); err != nil {
		return nil, fmt.Errorf("--backup-to: %w", err)
	}
	plan := backup.Schedule{
		Folder: s.To, Every: s.Every, Keep: s.Keep, Lock: lock, Clock: time.Now, Log: log,
		Source: func(ctx context.Context, w io.Writer) error {
			return sqlite.Snapshot(ctx, sqlite.Config{Dir: data}, w)
		},
	}
	plan.Done = counting(numbers)
	done := make(chan struct{})
	go func() { defer close(done); plan.Run(ctx) }()
	return func() { <-done }, nil
}

// counting shows how backups go.
func counting(numbers *metrics.Set) func(time.Time, error) {
	tries := numbers.Counter("pleach_backups_total", "Backups since the program began.", "result", "made", "failed")
	var last atomic.Int64
	numbers.Gauge("pleach_backup_last_seconds", "When the newest backup since the program began was made, in seconds since 1970; 0 for none.",
		func() float64 { return float64(last.Load()) })
	return func(at time.Time, err error) {
		if err != nil {
			tries.Inc("failed")
			return
		}
		last.Store(at.Unix())
		tries.Inc("made")
	}
}
