package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"

	"pleach/internal/client/filestore"
	"pleach/internal/native"
	"pleach/internal/remote/nethttp"
)

type openCmd struct {
	Server    string `help:"The server that you use, such as https://pleach.example. Once there is an account, its data folder knows." placeholder:"URL"`
	Data      string `help:"Data folder. It is made if it is not there, for you alone. By default a folder of your own, where programs keep theirs." placeholder:"DIR" type:"path"`
	Port      uint16 `help:"Port to listen on, on this machine alone. 0 picks one." default:"0"`
	NoBrowser bool   `help:"Print the address, and open no browser."`
}

// Run serves the client on this machine until it is told to stop.
func (c openCmd) Run(ctx context.Context, u ui) (err error) {
	if c.Data == "" {
		if c.Data, err = dataFolder(); err != nil {
			return err
		}
	}
	store, err := filestore.Open(filestore.Config{Dir: c.Data})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	origin, err := native.Relay(ctx, store, c.Server)
	if err != nil {
		return err
	}
	s, err := native.Start(ctx, native.Config{
		Storage: store, Transport: nethttp.New(origin), Origin: origin, Port: int(c.Port),
	})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	fmt.Fprintf(u.out, "Pleach is open at %s\nThat address works once. The server is %s, and your data are in %s. Ctrl-C stops it.\n", s.Address(), origin, c.Data)
	if !c.NoBrowser {
		browse(s.Address())
	}
	return s.Wait(ctx)
}

// dataFolder is where a program keeps a person's data on this system.
func dataFolder() (string, error) {
	base := os.Getenv("XDG_DATA_HOME")
	if base != "" && filepath.IsAbs(base) {
		return filepath.Join(base, "pleach"), nil
	}
	home, err := os.UserHomeDir()
	if err == nil && runtime.GOOS != "darwin" && runtime.GOOS != "windows" {
		return filepath.Join(home, ".local", "share", "pleach"), nil
	}
	base, err = os.UserConfigDir()
	if err != nil {
		return "", fmt.Errorf("there is no folder for your data: say which with --data: %w", err)
	}
	return filepath.Join(base, "pleach"), nil
}

// browse opens an address in the person's browser, where there is one. Whoever
// sees no window has the address in front of them.
func browse(address string) {
	program, args := "xdg-open", []string{address}
	switch runtime.GOOS {
	case "darwin":
		program = "open"
	case "windows":
		program, args = "rundll32", []string{"url.dll,FileProtocolHandler", address}
	}
	if cmd := exec.Command(program, args...); cmd.Start() == nil {
		go func() { _ = cmd.Wait() }()
	}
}
