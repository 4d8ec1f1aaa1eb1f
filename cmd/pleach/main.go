// Command pleach is the one binary: the blind relay with its web client, and a
// demo of both. It parses flags, builds the values and runs them; what they do
// is in the packages under internal.
package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/alecthomas/kong"

	"pleach/internal/backup"
	"pleach/internal/client/filestore"
	"pleach/internal/host"
	"pleach/internal/native"
	"pleach/internal/relay/move"
	"pleach/internal/relay/postgres"
	"pleach/internal/relay/sqlite"
	"pleach/internal/study"
	"pleach/internal/webclient"
	"pleach/internal/webclient/manifest"
	"pleach/internal/webclient/verify"
)

// commands are what the binary can do, each a struct of its flags.
type commands struct {
	Serve   serveCmd   `cmd:"" help:"Serve Pleach: the relay and the web client, from a data folder or a PostgreSQL database."`
	Demo    demoCmd    `cmd:"" help:"Show Pleach with a sample couple. Everything is in memory and gone at the end."`
	Open    openCmd    `cmd:"" help:"Open Pleach on this machine, answered by this program instead of a server's web page."`
	Account accountCmd `cmd:"" help:"Lock, unlock or close an account. With a data folder, stop the server first."`
	Move    moveCmd    `cmd:"" help:"Carry a server's data from a folder to a PostgreSQL database, or back."`
	Migrate migrateCmd `cmd:"" help:"Bring a database to the schema of this version, or spread it over the machines of a cluster."`
	Backup  backupCmd  `cmd:"" help:"Copy the data of a server, which may be running, into one sealed file."`
	Restore restoreCmd `cmd:"" help:"Open a backup, verify every chain in it, and put it into an empty folder."`
	Doctor  doctorCmd  `cmd:"" help:"Look a server over and say what to do. Changes nothing."`
	Study   studyCmd   `cmd:"" help:"Research: fit models of two people's data, from a CSV file."`
	Verify  verifyCmd  `cmd:"" help:"Compare the web client that a server hands out with the one in this binary."`
	Version versionCmd `cmd:"" help:"Say which version this is."`
}

// ui is where a command writes: people read out, operators read log, from
// level on.
type ui struct {
	out   *os.File
	log   *slog.Logger
	level *slog.LevelVar
}

func newUI() ui {
	level := new(slog.LevelVar)
	return ui{os.Stdout, slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: level})), level}
}

func main() { os.Exit(run(os.Args[1:])) }

// run returns the exit code: 0, 1 when something failed, 2 for bad input.
func run(args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	parser, err := kong.New(&commands{}, kong.Name("pleach"), kong.UsageOnError(),
		kong.Description("Free, self-hosted software for two people who lean on each other and stay two people."),
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.ExplicitGroups([]kong.Group{
			{Key: "model", Title: "The model:"},
			{Key: "design", Title: "The study:"},
			{Key: "file", Title: "How the file is written:"},
			{Key: "output", Title: "The result:"},
			{Key: "run", Title: "The computation:"},
		}),
		kong.Bind(newUI()))
	if err != nil {
		fmt.Fprintln(os.Stderr, "pleach:", err)
		return 1
	}
	cmd, err := parser.Parse(negatives(args))
	if err != nil {
		fmt.Fprintln(os.Stderr, "pleach:", err)
		return 2
	}
	if err := cmd.Run(); err != nil {
		fmt.Fprintln(os.Stderr, "pleach:", advise(err))
		if isBadInput(err) {
			return 2
		}
		return 1
	}
	return 0
}

// isBadInput tells what somebody typed from what went wrong.
func isBadInput(err error) bool {
	return study.IsBadInput(err) || errors.Is(err, verify.ErrURL) || errors.Is(err, manifest.ErrForm) || errors.Is(err, backup.ErrKey)
}

// advise says what to do about the errors that an operator can mend.
func advise(err error) string {
	switch {
	case errors.Is(err, sqlite.ErrInUse):
		return err.Error() + "\nStop the Pleach that uses this data folder first, or choose another with --data."
	case errors.Is(err, postgres.ErrURL):
		return err.Error() + "\nIt looks like postgres://pleach@db.example/pleach, with what psql takes behind it."
	case errors.Is(err, move.ErrUnfinished):
		return err.Error() + "\nRun the same pleach move again: it goes on where it was. Until then serve the old data."
	case errors.Is(err, move.ErrNotEmpty):
		return err.Error() + "\nMove to a new folder, or to an empty database."
	case errors.Is(err, move.ErrDiffers):
		return err.Error() + "\nGo on with the old data, which are as they were. Then move again, to a new folder or an empty database."
	case errors.Is(err, postgres.ErrNoCitus):
		return err.Error() + "\nOn a cluster, let its administrator say CREATE EXTENSION citus in this database, and try again."
	case errors.Is(err, filestore.ErrInUse):
		return err.Error() + "\nGo on in the browser where it is open, or stop it first, or choose another folder with --data."
	case errors.Is(err, native.ErrNoServer):
		return err.Error() + "\nAdd --server https://pleach.example, with what you type to get to your server."
	case errors.Is(err, native.ErrPort):
		return err.Error() + "\nLeave --port away, and Pleach picks a free one."
	case errors.Is(err, native.ErrOtherServer):
		return err.Error() + "\nLeave --server away to go on there, or choose another folder with --data."
	case errors.Is(err, host.ErrSignup):
		return err.Error() + "\nAdd --signup open, --signup closed, or --signup code with PLEACH_SIGNUP_CODE set."
	case errors.Is(err, sqlite.ErrOccupied):
		return err.Error() + "\nRestore into an empty folder with --data, look at it, and then move it to its place."
	case errors.Is(err, backup.ErrWrongKey):
		return err.Error() + "\nLook for the key whose recipient the backup was made for. Without it nobody can open the file."
	case errors.Is(err, backup.ErrDamaged), errors.Is(err, sqlite.ErrDamaged):
		return err.Error() + "\nTry another backup. Nothing was put into the folder."
	case errors.Is(err, webclient.ErrUnbuilt):
		return err.Error() + "\nRun make build, or name a list of files with --manifest."
	case errors.Is(err, syscall.EADDRINUSE):
		return err.Error() + "\nSomething else listens there. Choose another address with --listen."
	}
	return err.Error()
}

type versionCmd struct{}

// Run prints the version that was built.
func (versionCmd) Run(u ui) error {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return errors.New("this binary does not know its version")
	}
	fmt.Fprintf(u.out, "pleach %s, %s\n", info.Main.Version, info.GoVersion)
	if files, err := webclient.Manifest(); err == nil {
		fmt.Fprintf(u.out, "web client %s\n", files.Hash())
	}
	return nil
}
