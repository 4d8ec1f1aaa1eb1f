package e2e

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// server is a relay in a process of its own, with its data in a folder.
type server struct {
	t      *testing.T
	addr   string
	origin string
	data   string
	log    string // file
	cmd    *exec.Cmd
}

// serve starts a server with an empty data folder.
func serve(t *testing.T) *server {
	t.Helper()
	dir := t.TempDir()
	s := &server{t: t, addr: freePort(t), data: filepath.Join(dir, "data"), log: filepath.Join(dir, "log")}
	s.origin = "http://" + s.addr
	t.Cleanup(s.end)
	s.start()
	return s
}

// freePort is an address below those that the system gives out by itself, so
// that it is still free when a killed server comes back to it.
func freePort(t *testing.T) string {
	for range 50 {
		addr := fmt.Sprintf("127.0.0.1:%d", 12000+rand.IntN(18000))
		if l, err := net.Listen("tcp", addr); err == nil {
			l.Close()
			return addr
		}
	}
	t.Fatal("no free port")
	return ""
}

// start runs the program and waits until it says where it is.
func (s *server) start() {
	s.t.Helper()
	log, err := os.OpenFile(s.log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		s.t.Fatal(err)
	}
	defer log.Close()
	s.cmd = exec.Command(program, "serve", "--data", s.data, "--listen", s.addr)
	s.cmd.Stderr = log
	out, err := s.cmd.StdoutPipe()
	if err == nil {
		err = s.cmd.Start()
	}
	if err != nil {
		s.t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil || !strings.Contains(line, s.origin) {
		s.t.Fatalf("the server said %q (%v)\n%s", line, err, s.said())
	}
}

func (s *server) said() string {
	text, _ := os.ReadFile(s.log)
	return string(text)
}

// dies is the power going: the process gets no chance to tidy up.
func (s *server) dies() {
	s.t.Helper()
	if err := s.cmd.Process.Kill(); err != nil {
		s.t.Fatal(err)
	}
	s.cmd.Wait()
	s.cmd = nil
}

// end stops the server as an operator would, when it still runs.
func (s *server) end() {
	if s.cmd == nil {
		return
	}
	s.cmd.Process.Signal(syscall.SIGTERM)
	late := time.AfterFunc(15*time.Second, func() { s.cmd.Process.Kill() })
	if err := s.cmd.Wait(); err != nil {
		s.t.Errorf("the server ended with: %v\n%s", err, s.said())
	}
	late.Stop()
	s.cmd = nil
}
