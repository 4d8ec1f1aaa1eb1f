package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"pleach/internal/backup"
	"pleach/internal/relay/sqlite"
)

type restoreCmd struct {
	File           string `arg:"" help:"The backup." type:"existingfile"`
	Data           string `help:"Folder for the data. It must have no store yet." required:"" type:"path"`
	Key            string `help:"File with the key that opens the backup." type:"existingfile" placeholder:"FILE"`
	PassphraseFile string `help:"File with the passphrase that opens it, in its first line." type:"existingfile" placeholder:"FILE"`
}

// Validate wants one way to open it.
func (c restoreCmd) Validate() error {
	if (c.Key == "") == (c.PassphraseFile == "") {
		return errors.New("to open the backup, give --key FILE or --passphrase-file FILE")
	}
	return nil
}

// Run opens the backup, verifies what is in it, and puts it into the folder.
func (c restoreCmd) Run(ctx context.Context, u ui) error {
	key, err := c.key()
	if err != nil {
		return err
	}
	f, err := os.Open(c.File)
	if err != nil {
		return err
	}
	defer f.Close()
	plain, err := key.Open(f)
	if err != nil {
		return err
	}
	got, err := sqlite.Restore(ctx, sqlite.Config{Dir: c.Data}, plain)
	if err != nil {
		return err
	}
	fmt.Fprintf(u.out, "%s is whole, and is in %s now: %s.\n", c.File, c.Data, counted(got))
	fmt.Fprintln(u.out, "What was written since that backup is on people's devices, which send it again when they connect.")
	return nil
}

func (c restoreCmd) key() (backup.Key, error) {
	if c.PassphraseFile != "" {
		p, err := firstLine(c.PassphraseFile)
		if err != nil {
			return backup.Key{}, err
		}
		return backup.FromPassphrase(p)
	}
	text, err := os.ReadFile(c.Key)
	if err != nil {
		return backup.Key{}, err
	}
	return backup.ReadKey(text)
}

func counted(n sqlite.Checked) string {
	return fmt.Sprintf("%d accounts, %d spaces, %d chains with %d entries, each linked to the one before it", n.Accounts, n.Spaces, n.Chains, n.Entries)
}
