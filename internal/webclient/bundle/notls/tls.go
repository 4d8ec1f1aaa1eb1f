// Package tls stands in for crypto/tls when the client is compiled for a
// browser. There the browser does TLS; but net/http names crypto/tls, and that
// brings every curve, RSA, X.509, ASN.1 and big numbers into what a person
// downloads: 77 kB that nothing can call. The build puts this file in
// the place of the original (go build -overlay), for the browser alone.
//
// It has what net/http needs in order to compile, and no more. A newer Go that
// needs more fails to compile, and never links a TLS that does nothing: all of
// this only refuses.
package tls

import (
	"context"
	"errors"
	"net"
)

// Names of versions and suites, as in the original.
const (
	VersionTLS12 = 0x0303
	VersionTLS13 = 0x0304

	TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256   uint16 = 0xc02f
	TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256 uint16 = 0xc02b
)

var errNone = errors.New("tls: it is the browser's here")

// ConnectionState is never filled.
type ConnectionState struct {
	Version                    uint16
	HandshakeComplete          bool
	CipherSuite                uint16
	NegotiatedProtocol         string
	NegotiatedProtocolIsMutual bool
	ServerName                 string
}

// Certificate is empty.
type Certificate struct{}

// ClientHelloInfo is empty.
type ClientHelloInfo struct{}

// Config has the fields that net/http sets or reads.
type Config struct {
	NextProtos               []string
	ServerName               string
	Certificates             []Certificate
	MinVersion               uint16
	CipherSuites             []uint16
	InsecureSkipVerify       bool
	PreferServerCipherSuites bool
	GetCertificate           func(*ClientHelloInfo) (*Certificate, error)
	GetConfigForClient       func(*ClientHelloInfo) (*Config, error)
}

// Clone copies c.
func (c *Config) Clone() *Config {
	d := *c
	return &d
}

// Conn refuses to shake hands, so nothing is ever written through it.
type Conn struct{ refusing }

type refusing struct{ net.Conn }

// Read refuses.
func (refusing) Read([]byte) (int, error) { return 0, errNone }

// Write refuses.
func (refusing) Write([]byte) (int, error) { return 0, errNone }

// ConnectionState is that of no connection.
func (*Conn) ConnectionState() ConnectionState { return ConnectionState{} }

// Handshake refuses.
func (*Conn) Handshake() error { return errNone }

// HandshakeContext refuses.
func (*Conn) HandshakeContext(context.Context) error { return errNone }

// VerifyHostname refuses.
func (*Conn) VerifyHostname(string) error { return errNone }

// CloseWrite refuses.
func (*Conn) CloseWrite() error { return errNone }

// NetConn is the connection that was handed in.
func (c *Conn) NetConn() net.Conn { return c.refusing.Conn }

// RecordHeaderError is never returned.
type RecordHeaderError struct {
	Msg          string
	RecordHeader [5]byte
	Conn         net.Conn
}

// Error is the message.
func (e RecordHeaderError) Error() string { return e.Msg }

// Dialer refuses.
type Dialer struct {
	NetDialer *net.Dialer
	Config    *Config
}

// DialContext refuses.
func (*Dialer) DialContext(context.Context, string, string) (net.Conn, error) { return nil, errNone }

// Client refuses at its first use.
func Client(c net.Conn, _ *Config) *Conn { return &Conn{refusing{c}} }

// Dial refuses.
func Dial(string, string, *Config) (*Conn, error) { return nil, errNone }

// Listen refuses.
func Listen(string, string, *Config) (net.Listener, error) { return nil, errNone }

// NewListener is closed before it is returned: it never accepts in the clear.
func NewListener(l net.Listener, _ *Config) net.Listener {
	l.Close()
	return l
}

// LoadX509KeyPair refuses.
func LoadX509KeyPair(string, string) (Certificate, error) { return Certificate{}, errNone }
