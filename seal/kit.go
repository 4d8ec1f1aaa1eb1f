package seal

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base32"
	"fmt"
	"io"
	"net/url"
	"strings"

	"golang.org/x/crypto/cryptobyte"
)

// Kit is the recovery kit: all that is needed, besides the relay, to come back
// without a device and without the password. Whoever holds it can open the
// account. Make one with NewKit or ParseKit.
type Kit struct {
	Version byte   // KDFVersion of the account
	Server  string // origin, such as https://home.example
	Account [16]byte
	Secret  [16]byte // the secret key of DeriveRoot
	Entropy [16]byte // what the twelve words spell
}

// codePrefix marks the one-line form. The whole line is made of characters
// that a QR code packs densely and a URL fragment takes as they are.
const codePrefix = "PLEACH-KIT-"

const checkSize = 5

// crockford has no letters that are mistaken for digits.
var crockford = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)

// NewKit draws a new account id, secret key and words. Errors: ErrServer.
func NewKit(rand io.Reader, server string) (Kit, error) {
	server, err := cleanServer(server)
	if err != nil {
		return Kit{}, err
	}
	var b [48]byte
	if err := fill(rand, b[:]); err != nil {
		return Kit{}, err
	}
	return Kit{
		Version: KDFVersion, Server: server,
		Account: [16]byte(b[:16]), Secret: [16]byte(b[16:32]), Entropy: [16]byte(b[32:]),
	}, nil
}

// Renewed is the kit with new words. The old words then open nothing more, once
// the relay has the new ones' keys; account and secret key stay, because the
// devices use them.
func (k Kit) Renewed(rand io.Reader) (Kit, error) {
	err := fill(rand, k.Entropy[:])
	return k, err
}

// Words spells the entropy as twelve words of the BIP39 English list.
func (k Kit) Words() []string { return encodeWords(k.Entropy) }

// Text is the kit for people to keep, print and type: labelled lines.
func (k Kit) Text() string {
	w := k.Words()
	check := kitCheck(k.record())
	return strings.Join([]string{
		fmt.Sprintf("Pleach recovery kit %d", k.Version),
		"Server: " + k.Server,
		"Account: " + groups(k.Account[:]),
		"Secret: " + groups(k.Secret[:]),
		"Words: " + strings.Join(w[:4], " "),
		"       " + strings.Join(w[4:8], " "),
		"       " + strings.Join(w[8:], " "),
		"Check: " + groups(check[:]),
	}, "\n") + "\n"
}

// Code is the kit in one line, for a QR code or a URL fragment.
func (k Kit) Code() string {
	b := k.record()
	check := kitCheck(b)
	return codePrefix + crockford.EncodeToString(append(b, check[:]...))
}

// Rescue derives from the words and the secret key what the password
// otherwise gives: a login key of its own and the key for WrapWords. The words
// carry 128 bits, so that nothing has to be stretched. Errors: ErrVersion.
func (k Kit) Rescue() (login ed25519.PrivateKey, kek Key, err error) {
	if k.Version != KDFVersion {
		return nil, Key{}, fmt.Errorf("%w: recovery kit version %d", ErrVersion, k.Version)
	}
	secret := append(k.Entropy[:], k.Secret[:]...)
	seed := derive(secret, k.Account[:], "rescue login", ed25519.SeedSize)
	return ed25519.NewKeyFromSeed(seed), Key(derive(secret, k.Account[:], "rescue kek", 32)), nil
}

// Format never reveals the kit, whatever the verb; see Text.
func (k Kit) Format(f fmt.State, _ rune) { io.WriteString(f, "seal.Kit(hidden)") }

// MarshalText refuses; Text and Code are the forms meant to be kept.
func (k Kit) MarshalText() ([]byte, error) { return nil, errSecret }

// record is everything in the kit, which the check covers.
func (k Kit) record() []byte {
	b := cryptobyte.NewBuilder([]byte{k.Version})
	b.AddBytes(k.Account[:])
	b.AddBytes(k.Secret[:])
	b.AddBytes(k.Entropy[:])
	b.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes([]byte(k.Server)) })
	return b.BytesOrPanic()
}

// kitCheck tells a typing error from another kit: 40 bits of SHA-256 over the
// record.
func kitCheck(record []byte) [checkSize]byte {
	h := hash("kit", record)
	return [checkSize]byte(h[:checkSize])
}

// groups writes bytes as base32 in groups of four.
func groups(b []byte) string {
	var out bytes.Buffer
	for i, c := range []byte(crockford.EncodeToString(b)) {
		if i > 0 && i%4 == 0 {
			out.WriteByte('-')
		}
		out.WriteByte(c)
	}
	return out.String()
}

// cleanServer accepts an origin: http or https, a host, perhaps a port.
func cleanServer(s string) (string, error) {
	s = strings.ToLower(strings.TrimSuffix(s, "/"))
	u, err := url.Parse(s)
	ok := err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Hostname() != "" &&
		s == u.Scheme+"://"+u.Host && !strings.HasSuffix(s, ":") && len(s) <= 255
	for i := range len(s) {
		ok = ok && s[i] > ' ' && s[i] < 0x7f
	}
	if !ok {
		return "", fmt.Errorf("%w: write it like https://home.example", ErrServer)
	}
	return s, nil
}
