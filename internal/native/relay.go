package native

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"

	"pleach/internal/client"
)

var (
	// ErrNoServer says that nobody has said which server to use.
	ErrNoServer = errors.New("native: say which server to use; this data folder has no account yet that would tell")
	// ErrServer says that something is no server's address.
	ErrServer = errors.New("native: this is no address of a server")
	// ErrOtherServer says that the data folder's account is on another server.
	ErrOtherServer = errors.New("native: this data folder belongs to an account on another server")
)

// Relay is the origin of the relay to use: the one that was asked for, or the
// one that the account on this device belongs to. Errors: ErrNoServer,
// ErrServer, ErrOtherServer, and those of the Storage.
func Relay(ctx context.Context, s client.Storage, asked string) (string, error) {
	home, err := client.AccountOrigin(ctx, s)
	if err != nil {
		return "", err
	}
	if asked == "" {
		if home == "" {
			return "", ErrNoServer
		}
		return home, nil
	}
	origin, err := originOf(asked)
	if err != nil {
		return "", err
	}
	if home != "" && home != origin {
		return "", fmt.Errorf("%w: %s", ErrOtherServer, home)
	}
	return origin, nil
}

// originOf is what people type, as an origin.
func originOf(asked string) (string, error) {
	u, err := url.Parse(strings.TrimRight(asked, "/"))
	switch {
	case err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "":
		return "", fmt.Errorf("%w: it wants one such as https://pleach.example", ErrServer)
	case u.User != nil || u.Path != "" || u.RawQuery != "" || u.Fragment != "" || strings.ContainsAny(asked, "?#"):
		return "", fmt.Errorf("%w: leave away what stands behind the name, as in %s://%s", ErrServer, u.Scheme, u.Host)
	case u.Scheme == "http" && !near(u.Hostname()):
		return "", fmt.Errorf("%w that Pleach would use: without TLS everybody on the way sees when you write and to whom; use https://%s", ErrServer, u.Host)
	}
	return u.Scheme + "://" + strings.ToLower(u.Host), nil
}

// near reports whether a host is this machine or one in the same house, where
// many do without TLS.
func near(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && (ip.IsLoopback() || ip.IsPrivate())
}
