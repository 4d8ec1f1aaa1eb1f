package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"pleach/internal/backup"
	"pleach/internal/doctor"
	"pleach/internal/relay/sqlite"
)

type doctorCmd struct {
	Data     string `help:"Data folder of the server, which may be running." default:"data" type:"path"`
	Origin   string `help:"What people type to get there, such as https://pleach.example. With it, certificate, clock and the way there are looked at too." placeholder:"URL"`
	BackupTo string `help:"Folder with the backups." type:"path" placeholder:"FOLDER"`
	Deep     bool   `help:"Read everything, and follow every chain link by link. Stop the server first."`
}

// errIll ends the command with code 1 after its report.
var errIll = errors.New("something is ill: the lines above say what to do")

// Run looks, and says what was found.
func (c doctorCmd) Run(ctx context.Context, u ui) error {
	found := doctor.Examine(ctx, c.probes())
	if err := found.Write(u.out); err != nil {
		return err
	}
	if found.Worst() == doctor.Ill {
		return errIll
	}
	return nil
}

func (c doctorCmd) probes() []doctor.Probe {
	origin := doctor.Origin{URL: strings.TrimRight(c.Origin, "/"), Now: time.Now}
	all := []doctor.Probe{
		{About: "store", Look: c.schema},
		doctor.Permissions(c.Data),
		doctor.Room(c.Data, doctor.Size(c.Data)),
		doctor.Backups(func() (time.Time, error) { return c.newest() }, time.Now),
		origin.Clock(c.Data),
	}
	if c.Origin != "" {
		all = append(all, origin.Reachable(), origin.Certificate())
	}
	if c.Deep {
		all = append(all, doctor.Probe{About: "chains", Look: c.verify})
	}
	return all
}

func (c doctorCmd) newest() (time.Time, error) {
	if c.BackupTo == "" {
		return time.Time{}, nil
	}
	return backup.Newest(c.BackupTo)
}

// schema looks whether the store can be read, and by this version.
func (c doctorCmd) schema(context.Context) doctor.Finding {
	have, want, err := sqlite.Schema(sqlite.Config{Dir: c.Data})
	says := fmt.Sprintf("The store has schema %d, and this Pleach makes %d.", have, want)
	switch {
	case errors.Is(err, sqlite.ErrNoStore):
		return doctor.Finding{State: doctor.Ill, Says: "There is no store in " + c.Data + ".", Do: "Name the folder that pleach serve has with --data."}
	case err != nil:
		return doctor.Finding{State: doctor.Ill, Says: fmt.Sprintf("The store cannot be read (%v).", err), Do: "Restore a backup into an empty folder: pleach restore --help"}
	case have > want:
		return doctor.Finding{State: doctor.Ill, Says: says, Do: "A newer Pleach wrote it. Update this one; nothing was changed."}
	case have < want:
		return doctor.Finding{State: doctor.Watch, Says: says, Do: "Make a backup, and then start pleach serve, which brings it up to date."}
	}
	return doctor.Finding{Says: says}
}

// verify reads everything. A store of an older schema is not opened, since that
// would change it.
func (c doctorCmd) verify(ctx context.Context) doctor.Finding {
	if have, want, err := sqlite.Schema(sqlite.Config{Dir: c.Data}); err != nil || have != want {
		return doctor.Finding{State: doctor.Watch, Says: "The chains were not followed: see what it says of the store."}
	}
	store, err := sqlite.Open(sqlite.Config{Dir: c.Data})
	if errors.Is(err, sqlite.ErrInUse) {
		return doctor.Finding{State: doctor.Watch, Says: "The chains cannot be followed while the server runs.", Do: "Stop it, or restore a backup of it elsewhere: that follows them too."}
	}
	var got sqlite.Checked
	if err == nil {
		got, err = store.Verify(ctx)
		err = errors.Join(err, store.Close())
	}
	if err != nil {
		return doctor.Finding{State: doctor.Ill, Says: fmt.Sprintf("What is stored does not hold together (%v).", err), Do: "Stop the server, keep the folder, and restore a backup elsewhere. Devices send again what it lacks."}
	}
	return doctor.Finding{Says: counted(got) + "."}
}
