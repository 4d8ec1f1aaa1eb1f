package secondreader

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base32"
	"strings"
)

// member is the public half: HPKE key and Ed25519 key.
type member []byte

func (m member) hash() []byte            { return hash("member", m) }
func (m member) id() []byte              { return m.hash()[:16] }
func (m member) sign() []byte            { return m[1216:] }
func (m member) made(msg, s []byte) bool { return ed25519.Verify(m.sign(), msg, s) }

// secret is a member's secret half.
func secretMember(b []byte) (material []byte, public member, err error) {
	c := cursor{b: b}
	v, material, seed := c.num(1), c.take(32), c.take(32)
	if err := c.end(v == 1); err != nil {
		return nil, nil, err
	}
	sign := ed25519.NewKeyFromSeed(seed).Public().(ed25519.PublicKey)
	return material, append(hpkePublic(material), sign...), nil
}

// commit is a commit as it stands, and the parts that matter for opening it.
type commit struct {
	raw, unsigned, space, n, prev, author, commitment, handsOn, sig []byte
	members                                                         []member
	wraps                                                           [][]byte
}

func parseCommit(b []byte) (k commit, err error) {
	c := cursor{b: b}
	v := c.num(1)
	k.space, k.n, k.prev, k.author = c.take(16), c.take(4), c.take(32), c.take(16)
	for range c.num(1) {
		k.members = append(k.members, c.take(1248))
	}
	c.take(c.num(2) * 40)
	k.commitment = c.take(32)
	for range k.members {
		k.wraps = append(k.wraps, c.take(1168))
	}
	k.handsOn = c.str(1)
	k.raw, k.unsigned = b, b[:max(0, len(b)-len(c.b))]
	k.sig = c.take(64)
	return k, c.end(v == 1, len(k.members) > 0, len(k.handsOn) == 0 || len(k.handsOn) == 72)
}

// follows is what stands at "A commit may follow another"; nil for the first.
func (k commit) follows(prev *commit) bool {
	judges := k.members
	linked := bytes.Equal(k.prev, make([]byte, 32)) && bytes.Equal(k.n, make([]byte, 4))
	if prev != nil {
		judges = prev.members
		a, b := cursor{b: k.n}, cursor{b: prev.n}
		linked = a.num(4) == b.num(4)+1 && bytes.Equal(k.prev, hash("commit", prev.raw)) && bytes.Equal(k.space, prev.space)
	}
	for _, m := range judges {
		if bytes.Equal(m.id(), k.author) {
			return linked && m.made(msg("commit signature", k.unsigned), k.sig)
		}
	}
	return false
}

func (k commit) open(material []byte, me member) ([]byte, error) {
	var hashes []byte
	for _, m := range k.members {
		hashes = append(hashes, m.hash()...)
	}
	all := hash("members", hashes)
	for i, m := range k.members {
		if bytes.Equal(m, me) {
			info := msg("epoch", k.space, k.n, k.prev, k.author, all, k.commitment, m.hash())
			key, err := openHPKE(material, info, k.wraps[i])
			if err != nil || !bytes.Equal(hash("commitment", key), k.commitment) {
				return nil, errRefused
			}
			return key, nil
		}
	}
	return nil, errRefused
}

func (k commit) before(key []byte) ([]byte, error) {
	return unbox(key, msg("wrap", msg("previous epoch", k.space, k.n, k.prev)), k.handsOn)
}

// certificate returns whose of the members it is, and the device.
func certificate(b, space []byte, members []member) (device, key []byte, by member, err error) {
	c := cursor{b: b}
	v, device, key, id, sig := c.num(1), c.take(16), c.take(32), c.take(16), c.take(64)
	if err := c.end(v == 1); err != nil {
		return nil, nil, nil, err
	}
	for _, m := range members {
		if bytes.Equal(m.id(), id) && m.made(msg("certificate", space, device, key, id), sig) {
			return device, key, m, nil
		}
	}
	return nil, nil, nil, errRefused
}

func openBody(key, commitment, header, body []byte) ([]byte, error) {
	if !bytes.Equal(hash("commitment", key), commitment) {
		return nil, errRefused
	}
	p, err := unbox(key, msg("body", header), body)
	if err != nil {
		return nil, err
	}
	return unpad(p)
}

// entry returns the hash of an entry, whole or erased, and its class.
func entry(b []byte) (sum []byte, class int, err error) {
	c := cursor{b: b}
	header := c.str(2)
	h := cursor{b: header}
	version, suite, class, zero := h.num(1), h.num(1), h.num(1), h.num(1)
	ok := version == 1 && suite == 1 && zero == 0
	h.take(16 + 4 + 16 + 8 + 8 + 32 + 32)
	h.take(56 * h.num(2))
	var body []byte
	n := c.num(1)
	if n == 0xFF {
		body = c.take(32)
		c.str(1)
	} else {
		c.take(n)
		c.str(1)
		s := sha256.Sum256(c.str(3))
		body = s[:]
	}
	return hash("entry", header, body), class, c.end(ok, h.end() == nil)
}

// answer returns the hash of an answer.
func answer(b []byte) (sum []byte, err error) {
	c := cursor{b: b}
	header, wrap, sig := c.take(88), c.str(1), c.str(1)
	body := sha256.Sum256(c.str(3))
	ok := bytes.Equal(header[:4], []byte{1, 1, 'G', 0})
	return hash("answer", header, body[:]), c.end(ok, len(wrap) == 0 || len(wrap) == 72, len(sig) == 64)
}

// kitCode reads PLEACH-KIT- and Crockford's base32.
func kitCode(code string) (account, secret, entropy []byte, server string, err error) {
	const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	b, err := base32.NewEncoding(alphabet).WithPadding(base32.NoPadding).
		DecodeString(strings.ReplaceAll(strings.TrimPrefix(code, "PLEACH-KIT-"), "-", ""))
	if err != nil || len(b) < 5 {
		return nil, nil, nil, "", errRefused
	}
	record, check := b[:len(b)-5], b[len(b)-5:]
	c := cursor{b: record}
	v := c.num(1)
	account, secret, entropy, server = c.take(16), c.take(16), c.take(16), string(c.str(2))
	return account, secret, entropy, server, c.end(v == 1, bytes.Equal(check, hash("kit", record)[:5]))
}

// step opens one sealed step of an invitation.
func step(secret []byte, name string, before [][]byte, sealed []byte) ([]byte, error) {
	if len(sealed) == 0 || sealed[0] != 1 {
		return nil, errRefused
	}
	p, err := unbox(derive(secret, nil, "invite "+name, 32), msg("box", hash("invite "+name, framed(before...))), sealed[1:])
	if err != nil {
		return nil, err
	}
	return unpad(p)
}

func framed(xs ...[]byte) (out []byte) {
	for _, x := range xs {
		n := len(x)
		out = append(append(out, byte(n>>24), byte(n>>16), byte(n>>8), byte(n)), x...)
	}
	return out
}
