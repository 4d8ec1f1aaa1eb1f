package load

import (
	"bytes"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Server is a server in a process of its own.
type Server struct {
	Addr    string        // host:port on loopback
	StartUp time.Duration // from exec to the first answer to ready
	cmd     *exec.Cmd
	said    *bytes.Buffer
}

// FreeAddr is a loopback address that nobody listens on just now.
func FreeAddr() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	return l.Addr().String(), nil
}

// Start runs a command that serves on addr, and waits until ready says that it
// answers.
func Start(cmd *exec.Cmd, addr string, ready func(addr string) error) (*Server, error) {
	s := &Server{Addr: addr, cmd: cmd, said: &bytes.Buffer{}}
	cmd.Stderr = s.said
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	began := time.Now()
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	for time.Since(began) < time.Minute {
		if ready(addr) == nil {
			s.StartUp = time.Since(began)
			return s, nil
		}
		time.Sleep(200 * time.Microsecond)
	}
	s.Stop()
	return nil, fmt.Errorf("%s did not answer within a minute: %s", cmd.Path, tail(s.said.Bytes()))
}

// Answers is a ready that wants an answer to GET path, with any status under 500.
func Answers(path string) func(string) error {
	return func(addr string) error {
		c, err := Dial(addr)
		if err != nil {
			return err
		}
		defer c.Close()
		err = c.Ask("GET", path, NewHeader(addr), nil, nil)
		if err != nil && (strings.Contains(err.Error(), "status 5") || !strings.Contains(err.Error(), "status ")) {
			return err
		}
		return nil
	}
}

// Memory is how many bytes of the process are in memory now.
func (s *Server) Memory() (int64, error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			kb, err := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
			return kb << 10, err
		}
	}
	return 0, errors.New("no VmRSS: memory is measured on Linux only")
}

// Stop asks the server and what it started to end, and insists after a while.
func (s *Server) Stop() {
	gone := make(chan struct{})
	go func() { _ = s.cmd.Wait(); close(gone) }()
	_ = syscall.Kill(-s.cmd.Process.Pid, syscall.SIGTERM)
	select {
	case <-gone:
	case <-time.After(5 * time.Second):
		_ = syscall.Kill(-s.cmd.Process.Pid, syscall.SIGKILL)
		<-gone
	}
}

// Said is the end of what the server wrote to its log.
func (s *Server) Said() string { return tail(s.said.Bytes()) }

func tail(b []byte) string { return string(b[max(0, len(b)-500):]) }
