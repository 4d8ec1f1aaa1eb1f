// Command pocketbase runs PocketBase with one collection, in which whoever is
// signed in makes records: as it comes, or with every commit synced. It leaves
// the tokens of its users in the file tokens of its folder, a line each.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase"
	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "pocketbase:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 4 {
		return fmt.Errorf("usage: pocketbase normal|full ADDRESS FOLDER USERS")
	}
	users, err := strconv.Atoi(args[3])
	if err != nil {
		return err
	}
	cfg := pocketbase.Config{HideStartBanner: true, DefaultDataDir: args[2]}
	if args[0] == "full" {
		cfg.DBConnect = synced
	}
	app := pocketbase.NewWithConfig(cfg)
	if err := app.Bootstrap(); err != nil {
		return err
	}
	if err := app.RunAllMigrations(); err != nil {
		return err
	}
	if err := prepare(app, args[2], users); err != nil {
		return err
	}
	return apis.Serve(app, apis.ServeConfig{HttpAddr: args[1]})
}

// synced is PocketBase's own way to open a file, but for synchronous.
func synced(name string) (*dbx.DB, error) {
	return dbx.Open("sqlite", name+"?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=journal_size_limit(200000000)"+
		"&_pragma=synchronous(FULL)&_pragma=foreign_keys(ON)&_pragma=temp_store(MEMORY)&_pragma=cache_size(-32000)")
}

// prepare makes the collection and the users.
func prepare(app core.App, dir string, users int) error {
	c := core.NewBaseCollection("entries")
	signedIn := `@request.auth.id != ""`
	c.CreateRule, c.ListRule = &signedIn, &signedIn
	c.Fields.Add(&core.TextField{Name: "space", Max: 64}, &core.TextField{Name: "data", Max: 5000})
	c.AddIndex("entries_space", false, "space", "")
	if err := app.Save(c); err != nil {
		return err
	}
	people, err := app.FindCollectionByNameOrId("users")
	if err != nil {
		return err
	}
	var tokens []string
	for i := range users {
		u := core.NewRecord(people)
		u.SetEmail(fmt.Sprintf("user%d@pleach.example", i))
		u.SetRandomPassword()
		if err := app.Save(u); err != nil {
			return err
		}
		token, err := u.NewAuthToken()
		if err != nil {
			return err
		}
		tokens = append(tokens, token)
	}
	return os.WriteFile(filepath.Join(dir, "tokens"), []byte(strings.Join(tokens, "\n")), 0o600)
}
