package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"pleach/internal/backup"
	"pleach/internal/relay/sqlite"
)

type backupCmd struct {
	To             string   `arg:"" optional:"" help:"File or folder to write to; - for the standard output." type:"path" default:"."`
	Data           string   `help:"Data folder of the server, which may be running." default:"data" type:"path"`
	Recipient      []string `help:"Seal for this age recipient. May be given more than once." placeholder:"age1…"`
	PassphraseFile string   `help:"Seal with the passphrase in the first line of this file." type:"path" placeholder:"FILE"`
	NewKey         string   `help:"Make a key in this file and say its recipient; back nothing up." type:"path" placeholder:"FILE"`
}

// Validate wants one way to seal.
func (c backupCmd) Validate() error {
	if c.NewKey == "" && (len(c.Recipient) == 0) == (c.PassphraseFile == "") {
		return errors.New("a backup is sealed: give --recipient age1… or --passphrase-file FILE; --new-key FILE makes a key to begin with")
	}
	return nil
}

// Run makes one backup.
func (c backupCmd) Run(ctx context.Context, u ui) error {
	if c.NewKey != "" {
		return newKey(u, c.NewKey)
	}
	lock, err := c.lock()
	if err != nil {
		return err
	}
	source := func(w io.Writer) error { return sqlite.Snapshot(ctx, sqlite.Config{Dir: c.Data}, w) }
	if c.To == "-" {
		return lock.Seal(u.out, source)
	}
	to := c.To
	if info, err := os.Stat(to); err == nil && info.IsDir() {
		to = filepath.Join(to, backup.Name(time.Now()))
	}
	if err := lock.WriteFile(to, source); err != nil {
		return err
	}
	fmt.Fprintf(u.out, "The backup is %s. A backup that was never restored is a hope: try pleach restore into an empty folder.\n", to)
	return nil
}

func (c backupCmd) lock() (backup.Lock, error) {
	if c.PassphraseFile == "" {
		return backup.ForRecipients(c.Recipient)
	}
	p, err := firstLine(c.PassphraseFile)
	if err != nil {
		return backup.Lock{}, err
	}
	return backup.ForPassphrase(p)
}

func firstLine(path string) (string, error) {
	b, err := os.ReadFile(path)
	line, _, _ := strings.Cut(string(b), "\n")
	return strings.TrimSuffix(line, "\r"), err
}

// newKey writes a key where no file is, for its owner only.
func newKey(u ui, path string) error {
	text, recipient, err := backup.NewKey(time.Now())
	if err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	fmt.Fprintf(u.out, "The key is in %s. Keep it away from the server, and twice: without it no backup opens.\nIts recipient, for --recipient and --backup-recipient:\n%s\n", path, recipient)
	return nil
}
