package secondreader

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"os"
	"strconv"
	"strings"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"
)

type results map[string][]byte

// operations reads each kind of vector.
var operations = map[string]func(vector) (results, error){
	"derive-root": deriveRoot, "rescue": rescue, "unwrap-master": unwrapMaster, "succession": succession,
	"open-device-wrap": openDeviceWrap,
	"open-handover":    openHandover,
	"private-space":    privateSpace, "local-key": localKey, "open-box": openBox,
	"parse-kit": parseKit, "commitment": commitment, "open-body": openABody, "unwrap-key": unwrapKey, "padme": pad,
	"member": aMember, "device": aDevice, "device-sign": deviceSign, "device-verify": deviceVerify,
	"device-removed": deviceRemoved, "open-certificate": openCertificate,
	"verify-commit": verifyCommit, "open-commit": openCommit, "open-previous": openPrevious,
	"parse-link": parseLink, "open-offer": openOffer, "open-answer": openAnswer,
	"open-approval": openApproval, "open-reveal": openReveal, "compare-words": compareWords,
}

func must(ok bool) error {
	if !ok {
		return errRefused
	}
	return nil
}

func public(seed []byte) []byte { return ed25519.NewKeyFromSeed(seed).Public().(ed25519.PublicKey) }

func deriveRoot(v vector) (results, error) {
	password := norm.NFKC.Bytes(v["password"])
	if len(password) == 0 || v["version"][0] != 1 {
		return nil, errRefused
	}
	salt := sha256.Sum256(v["account"])
	stretched := argon2.IDKey(password, salt[:], 3, 64<<10, 1, 32)
	root := derive(append(stretched, v["secret"]...), v["account"], "root", 32)
	return results{"login-public": public(derive(root, nil, "login", 32)), "kek": derive(root, nil, "kek", 32)}, nil
}

func rescue(v vector) (results, error) {
	from := append(bytes.Clone(v["entropy"]), v["secret"]...)
	login := derive(from, v["account"], "rescue login", 32)
	kek := derive(from, v["account"], "rescue kek", 32)
	return results{"login-public": public(login), "kek": kek}, must(v["version"][0] == 1)
}

func unwrapMaster(v vector) (results, error) {
	w := v["wrapped"]
	if len(w) != 73 || w[0] != 1 {
		return nil, errRefused
	}
	m, err := unbox(v["kek"], msg("master", v["account"], v["role"]), w[1:])
	return results{"master": m}, err
}

func succession(v vector) (results, error) {
	s := v["sealed"]
	if len(s) == 0 || s[0] != 1 {
		return nil, errRefused
	}
	p, err := unbox(derive(v["master"], v["account"], "succession", 32), msg("succession", v["account"]), s[1:])
	if err != nil || len(p) < 48 || len(p)%32 != 16 {
		return nil, errRefused
	}
	return results{"space": p[:16], "masters": p[16:]}, nil
}

func openDeviceWrap(v vector) (results, error) {
	b := v["sealed"]
	if len(b) != 105 || b[0] != 1 {
		return nil, errRefused
	}
	password := hash("password wrap", v["wrapped"])
	aad := msg("device wrap", v["account"], v["kind"], v["until"], password, v["credential"])
	p, err := unbox(derive(v["secret"], v["salt"], "device wrap", 32), aad, b[1:])
	if err != nil {
		return nil, err
	}
	return results{"master": p[:32], "login-public": public(p[32:])}, nil
}

func openHandover(v vector) (results, error) {
	b, err := base64.RawURLEncoding.DecodeString(string(v["code"]))
	if err != nil || len(b) < 41+40+5 {
		return nil, errRefused
	}
	record, check := b[:len(b)-5], b[len(b)-5:]
	account, secret, expires := record[1:17], record[17:33], cursor{b: record[33:41]}
	p, err := unbox(derive(v["master"], account, "handover", 32), msg("handover", record[1:41]), record[41:])
	if err != nil || record[0] != 1 || !bytes.Equal(check, hash("handover", record)[:5]) {
		return nil, errRefused
	}
	c := cursor{b: p}
	entropy, spaces := c.take(16), c.num(1)
	reached, ordered := c.b, true
	for before := ""; spaces > 0; spaces-- {
		space := string(c.take(16))
		ordered = ordered && before < space
		before = space
		c.take(4 + 32)
		last := ""
		for range c.num(1) {
			device, number := string(c.take(16)), c.num(8)
			ordered = ordered && last < device && number > 0
			last = device
			c.take(32)
		}
	}
	return results{"account": account, "secret": secret, "entropy": entropy, "expires": []byte(strconv.Itoa(expires.num(8))), "reached": reached}, c.end(ordered)
}

func privateSpace(v vector) (results, error) {
	seeds := derive(v["master"], v["account"], "private member", 64)
	return results{"space": derive(v["master"], v["account"], "private space", 16), "member": append([]byte{1}, seeds...)}, nil
}

func localKey(v vector) (results, error) {
	return results{"key": derive(v["master"], nil, "local "+string(v["purpose"]), 32)}, nil
}

func openBox(v vector) (results, error) {
	b := v["box"]
	if len(b) == 0 || b[0] != 1 {
		return nil, errRefused
	}
	plain, err := unbox(v["key"], msg("box", v["aad"]), b[1:])
	return results{"plain": plain}, err
}

// parseKit reads the code of a kit; the text form, and what is wrong with it,
// are left out.
func parseKit(v vector) (results, error) {
	account, secret, entropy, server, err := kitCode(string(v["code"]))
	return results{"account": account, "secret": secret, "entropy": entropy, "server": []byte(server)}, err
}

func commitment(v vector) (results, error) {
	return results{"commitment": hash("commitment", v["key"])}, nil
}

func openABody(v vector) (results, error) {
	plain, err := openBody(v["content"], v["commitment"], v["aad"], v["body"])
	return results{"plain": plain}, err
}

func unwrapKey(v vector) (results, error) {
	if len(v["wrap"]) != 72 {
		return nil, errRefused
	}
	k, err := unbox(v["epoch"], msg("wrap", v["aad"]), v["wrap"])
	return results{"content": k}, err
}

func pad(v vector) (results, error) {
	n, err := strconv.Atoi(string(v["size"]))
	return results{"padded": []byte(strconv.Itoa(padme(n)))}, err
}

func aMember(v vector) (results, error) {
	_, m, err := secretMember(v["member"])
	if err != nil {
		return nil, err
	}
	return results{"hpke": m[:1216], "sign": m.sign(), "id": m.id(), "hash": m.hash()}, nil
}

func aDevice(v vector) (results, error) {
	c := cursor{b: v["device"]}
	version, id, seed := c.num(1), c.take(16), c.take(32)
	return results{"id": id, "sign": public(seed[:32])}, c.end(version == 1)
}

func deviceSign(v vector) (results, error) {
	return results{"sig": ed25519.Sign(ed25519.NewKeyFromSeed(v["device"][17:]), msg("device", v["hash"]))}, nil
}

func deviceVerify(v vector) (results, error) {
	return nil, must(ed25519.Verify(v["sign"], msg("device", v["hash"]), v["sig"]))
}

func deviceRemoved(v vector) (results, error) {
	_, m, err := secretMember(v["member"])
	if err != nil {
		return nil, err
	}
	return nil, must(m.made(msg("removed device", v["account"], v["device"]), v["notice"]))
}

func openCertificate(v vector) (results, error) {
	var members []member
	for b := v["members"]; len(b) > 0; b = b[1248:] {
		members = append(members, b[:1248])
	}
	device, key, by, err := certificate(v["certificate"], v["space"], members)
	if err != nil {
		return nil, err
	}
	return results{"device": device, "sign": key, "member": by.id()}, nil
}

func verifyCommit(v vector) (results, error) {
	k, err := parseCommit(v["commit"])
	if err != nil {
		return nil, err
	}
	var prev *commit
	if v["previous"] != nil {
		p, err := parseCommit(v["previous"])
		if err != nil {
			return nil, err
		}
		prev = &p
	}
	return results{"hash": hash("commit", k.raw)}, must(k.follows(prev))
}

func openCommit(v vector) (results, error) {
	k, err := parseCommit(v["commit"])
	if err != nil {
		return nil, err
	}
	material, me, err := secretMember(v["member"])
	if err != nil {
		return nil, err
	}
	key, err := k.open(material, me)
	return results{"key": key}, err
}

func openPrevious(v vector) (results, error) {
	k, err := parseCommit(v["commit"])
	if err != nil {
		return nil, err
	}
	key, err := k.before(v["key"])
	return results{"previous-key": key}, err
}

func link(text []byte) (secret, inviter []byte, err error) {
	b, err := base64.RawURLEncoding.DecodeString(string(text))
	if err != nil {
		return nil, nil, err
	}
	c := cursor{b: b}
	version, secret, inviter := c.num(1), c.take(32), c.take(16)
	return secret, inviter, c.end(version == 1)
}

func parseLink(v vector) (results, error) {
	secret, inviter, err := link(v["link"])
	if err != nil {
		return nil, err
	}
	return results{"secret": secret, "inviter": inviter, "invite": derive(secret, nil, "invite id", 16)}, nil
}

func openOffer(v vector) (results, error) {
	secret, id, err := link(v["link"])
	if err != nil {
		return nil, err
	}
	p, err := step(secret, "offer", nil, v["offer"])
	if err != nil {
		return nil, err
	}
	c := cursor{b: p}
	space, name, inPerson, by, commit := c.take(16), c.str(1), c.num(1), member(c.take(1248)), c.take(32)
	return results{
		"space": space, "name-of-inviter": name, "in-person": []byte(strconv.FormatBool(inPerson == 1)),
		"inviter": by.hash(), "commit": commit,
	}, c.end(inPerson < 2, bytes.Equal(by.id(), id))
}

func openAnswer(v vector) (results, error) {
	p, err := step(v["secret"], "answer", [][]byte{v["offer"]}, v["answer"])
	if err != nil {
		return nil, err
	}
	c := cursor{b: p}
	name, joiner, nonce := c.str(1), member(c.take(1248)), c.take(32)
	return results{"name-of-joiner": name, "joiner": joiner.hash(), "nonce-hash": nonce}, c.end()
}

func openApproval(v vector) (results, error) {
	p, err := step(v["secret"], "approval", [][]byte{v["offer"], v["answer"]}, v["approval"])
	if err != nil {
		return nil, err
	}
	c := cursor{b: p}
	return results{"nonce": c.take(32), "commit": c.take(32)}, c.end()
}

func openReveal(v vector) (results, error) {
	p, err := step(v["secret"], "reveal", [][]byte{v["offer"], v["answer"], v["approval"]}, v["reveal"])
	if err != nil {
		return nil, err
	}
	a, err := openAnswer(v)
	if err != nil {
		return nil, err
	}
	return results{"nonce": p}, must(bytes.Equal(hash("nonce", p), a["nonce-hash"]))
}

// compareWords reads 60 bits, ten at a time, from the front.
func compareWords(v vector) (results, error) {
	list, err := os.ReadFile("../../seal/calm.txt")
	if err != nil {
		return nil, err
	}
	words := strings.Fields(string(list))
	sum := hash("compare", v["inviter-nonce"], v["joiner-nonce"], framed(v["offer"], v["answer"], v["approval"]))
	var out []string
	for word := range 6 {
		at := 0
		for bit := word * 10; bit < word*10+10; bit++ {
			at = at<<1 | int(sum[bit/8]>>(7-bit%8)&1)
		}
		out = append(out, words[at])
	}
	return results{"words": []byte(strings.Join(out, " "))}, nil
}
