package doctor

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// Permissions looks whether anybody but the owner may read a data folder.
func Permissions(dir string) Probe {
	return Probe{"permissions", func(context.Context) Finding {
		open := 0
		err := filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			info, err := d.Info()
			if err == nil && info.Mode().Perm()&0o077 != 0 {
				open++
			}
			return err
		})
		switch {
		case err != nil:
			return Finding{State: Ill, Says: fmt.Sprintf("The data folder cannot be looked through (%v).", err),
				Do: "Run this as the user who owns the folder, and name it with --data."}
		case open > 0:
			return Finding{State: Watch, Says: fmt.Sprintf("%d files or folders can be read by others on this machine.", open),
				Do: "chmod -R go= " + dir}
		}
		return Finding{Says: "Nobody but the owner may read the data."}
	}}
}

// The room that a disk should have: enough for a copy of the data, which a
// backup needs, and for weeks of writing.
const (
	littleRoom = 1 << 30
	noRoom     = 64 << 20
)

// Room looks at the disk under a folder; need is what a copy of the data takes.
func Room(dir string, need int64) Probe {
	return Probe{"disk", func(context.Context) Finding {
		free, err := freeBytes(dir)
		const more = "Make room, or move the data folder to a larger disk while the server is stopped."
		switch says := fmt.Sprintf("%d MB are free.", free>>20); {
		case err != nil:
			return Finding{State: Watch, Says: fmt.Sprintf("How much room there is cannot be told (%v).", err)}
		case free < noRoom:
			return Finding{State: Ill, Says: says + " Soon nothing can be written.", Do: more}
		case free < littleRoom || free < uint64(need)+littleRoom/4:
			return Finding{State: Watch, Says: says + " A backup needs as much as the data take.", Do: more}
		default:
			return Finding{Says: says}
		}
	}}
}

// Backups looks how old the newest backup is, as newest tells.
func Backups(newest func() (time.Time, error), now func() time.Time) Probe {
	return Probe{"backups", func(context.Context) Finding {
		at, err := newest()
		age := now().Sub(at)
		switch {
		case err != nil:
			return Finding{State: Watch, Says: fmt.Sprintf("Backups cannot be looked for (%v).", err), Do: "Name their folder with --backup-to, as pleach serve has it."}
		case at.IsZero():
			return Finding{State: Watch, Says: "There is no backup.", Do: "Let pleach serve make them: --backup-to FOLDER --backup-recipient age1…"}
		case age > 8*24*time.Hour:
			return Finding{State: Watch, Says: fmt.Sprintf("The newest backup is %d days old.", int(age.Hours()/24)), Do: "Look into the server's log for “no backup was made”."}
		}
		return Finding{Says: "The newest backup is of " + at.UTC().Format("2 January 2006, 15:04 UTC") + "."}
	}}
}

// Size is how many bytes the files in a folder have.
func Size(dir string) (n int64) {
	_ = filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err != nil {
			return nil // Permissions says it
		}
		if info, err := d.Info(); err == nil && info.Mode().IsRegular() {
			n += info.Size()
		}
		return nil
	})
	return n
}

// newestChange is the latest time that a file of a folder has.
func newestChange(dir string) (t time.Time) {
	files, _ := os.ReadDir(dir)
	for _, f := range files {
		if info, err := f.Info(); err == nil && info.ModTime().After(t) {
			t = info.ModTime()
		}
	}
	return t
}
