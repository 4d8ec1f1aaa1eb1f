package seal_test

import (
	"crypto/ed25519"
	"encoding/binary"
	"strconv"
	"strings"
	"testing"

	"pleach/seal"
)

// generateAll makes every file, by name.
func generateAll(t testing.TB) map[string]*vectorFile {
	return map[string]*vectorFile{
		"account": accountVectors(t), "kit": kitVectors(t), "master": masterVectors(t),
		"envelope": envelopeVectors(t), "padding": paddingVectors(t), "device": deviceVectors(t),
		"epoch": epochVectors(t), "invite": inviteVectors(t), "handover": handoverVectors(t),
	}
}

func accountVectors(t testing.TB) *vectorFile {
	f := newVectorFile(t, "Password and secret key to login key and key-encryption key.\nOnly two of these are slow: Argon2id with 64 MiB.")
	account, secret := inID("account", fixedID("account")), inID("secret", fixedID("secret"))
	f.add("derive-root", "an ordinary password", "ok", inByte("version", 1), inText("password", "correct horse battery staple"), account, secret)
	f.add("derive-root", "decomposed and full-width letters are one password with composed ones", "ok", inByte("version", 1), inText("password", "Ａda und Noe\u0301"), account, secret)
	f.add("derive-root", "no password", "ErrEmptyPassword", inByte("version", 1), inText("password", ""), account, secret)
	f.add("derive-root", "a version from the future", "ErrVersion", inByte("version", 2), inText("password", "x"), account, secret)
	f.add("derive-root", "version zero", "ErrVersion", inByte("version", 0), inText("password", "x"), account, secret)
	return f
}

func kitVectors(t testing.TB) *vectorFile {
	f := newVectorFile(t, "The recovery kit as people type it, and the keys it gives.")
	k := must(seal.NewKit(fixed("kit"), "https://home.example:8443"))
	parse := func(name, expect, text string) { f.add("parse-kit", name, expect, inText("text", text)) }
	parse("as written", "ok", k.Text())
	parse("one line for a QR code", "ok", k.Code())
	parse("lower case, no line breaks", "ok", strings.ToLower(strings.Join(strings.Fields(k.Text()), " ")))
	parse("the code broken by a printer", "ok", k.Code()[:40]+"\n "+strings.ToLower(k.Code()[40:])+"\n")
	parse("numbered words", "ok", numberWords(k))
	parse("another text", "ErrNotAKit", "Dear Noor, the kit is in the drawer. Ada")
	parse("nothing", "ErrNotAKit", "")
	parse("a kit from the future", "ErrVersion", strings.Replace(k.Text(), "kit 1", "kit 2", 1))
	parse("no title", "ErrKitDamaged", strings.SplitAfterN(k.Text(), "\n", 2)[1])
	parse("cut off", "ErrKitDamaged", k.Text()[:len(k.Text())/2])
	parse("the code of a kit from the future", "ErrVersion", seal.Kit{Version: 2, Server: k.Server, Account: k.Account}.Code())
	parse("the code with a typing error in its version", "ErrKitDamaged", strings.Replace(k.Code(), "KIT-0", "KIT-1", 1))
	parse("no number in the title", "ErrKitDamaged", strings.Replace(k.Text(), "kit 1", "kit l", 1))
	parse("hyphens as a phone writes them", "ok", strings.ReplaceAll(k.Text(), "-", "\u2013"))
	parse("the code cut off", "ErrKitDamaged", k.Code()[:len(k.Code())-5])
	parse("a word with a typing error", "ErrKitDamaged", strings.Replace(k.Text(), k.Words()[2], k.Words()[2]+"x", 1))
	parse("two words swapped", "ErrKitDamaged", swapWords(k))
	parse("another server", "ErrKitDamaged", strings.Replace(k.Text(), "home", "hame", 1))
	parse("a server that is none", "ErrKitDamaged", strings.Replace(k.Text(), "https", "gopher", 1))
	parse("a line twice", "ErrKitDamaged", k.Text()+"Server: https://home.example:8443\n")
	f.add("rescue", "keys from the words and the secret", "ok", inByte("version", k.Version), inID("account", k.Account), inID("secret", k.Secret), inID("entropy", k.Entropy))
	f.add("rescue", "a version from the future", "ErrVersion", inByte("version", 2), inID("account", k.Account), inID("secret", k.Secret), inID("entropy", k.Entropy))
	return f
}

func numberWords(k seal.Kit) string {
	text := k.Text()
	for i, w := range k.Words() {
		text = strings.Replace(text, " "+w, " "+strconv.Itoa(i+1)+". "+w, 1)
	}
	return text
}

func swapWords(k seal.Kit) string {
	w := k.Words()
	return strings.Replace(k.Text(), w[0]+" "+w[1], w[1]+" "+w[0], 1)
}

func deviceWrapVectors(f *vectorFile, master seal.Key) {
	secret, password := fixedKey("device secret"), [32]byte(fixedKey("password wrap"))
	login := ed25519.NewKeyFromSeed(secret[:])
	stay := seal.DeviceWrap{Kind: seal.DeviceWrapStay, Account: fixedID("account"), Salt: [32]byte(fixedKey("salt")), Until: 1795550400, Password: password[:]}
	sealed := must(seal.SealDeviceWrap(fixed("device wrap"), secret, stay, master, login))
	open := func(name, expect string, secret seal.Key, w seal.DeviceWrap, sealed []byte) {
		f.add("open-device-wrap", name, expect, inKey("secret", secret), inByte("kind", byte(w.Kind)), inID("account", w.Account),
			in32("salt", w.Salt), in("until", binary.BigEndian.AppendUint64(nil, uint64(w.Until))),
			in("wrapped", w.Password), in("credential", w.Credential), in("sealed", sealed))
	}
	open("for a day", "ok", secret, stay, sealed)
	passkey := stay
	passkey.Kind, passkey.Until, passkey.Credential = seal.DeviceWrapPasskey, 0, []byte("a passkey")
	open("by a passkey", "ok", secret, passkey, must(seal.SealDeviceWrap(fixed("device wrap"), secret, passkey, master, login)))
	open("another secret", "ErrWrongKey", fixedKey("other"), stay, sealed)
	other := func(name string, change func(*seal.DeviceWrap)) {
		w := stay
		change(&w)
		open(name, "ErrWrongKey", secret, w, sealed)
	}
	other("a longer time", func(w *seal.DeviceWrap) { w.Until++ })
	other("after another password", func(w *seal.DeviceWrap) { w.Password = flip(password[:], 0) })
	other("the other kind", func(w *seal.DeviceWrap) { w.Kind = seal.DeviceWrapPasskey })
	other("another passkey", func(w *seal.DeviceWrap) { w.Credential = []byte("another") })
	other("a device wrap of another account", func(w *seal.DeviceWrap) { w.Account = fixedID("other") })
	other("another salt", func(w *seal.DeviceWrap) { w.Salt = [32]byte(fixedKey("other")) })
	open("a device wrap from the future", "ErrVersion", secret, stay, flip(sealed, 0))
	open("a device wrap that lacks a byte", "ErrMalformed", secret, stay, sealed[:104])
	open("no device wrap", "ErrMalformed", secret, stay, nil)
}

func masterVectors(t testing.TB) *vectorFile {
	f := newVectorFile(t, "The master key under its wraps, and what is derived from it.")
	kek, master, account := fixedKey("kek"), fixedKey("master"), fixedID("account")
	wrapped := must(seal.WrapMaster(fixed("wrap master"), kek, account, seal.WrapPassword, master))
	unwrap := func(name, expect string, kek seal.Key, account [16]byte, role byte, wrapped []byte) {
		f.add("unwrap-master", name, expect, inKey("kek", kek), inID("account", account), inByte("role", role), in("wrapped", wrapped))
	}
	unwrap("under the password", "ok", kek, account, 1, wrapped)
	unwrap("another key", "ErrWrongKey", fixedKey("other"), account, 1, wrapped)
	unwrap("another account", "ErrWrongKey", kek, fixedID("other"), 1, wrapped)
	unwrap("another role", "ErrWrongKey", kek, account, 2, wrapped)
	unwrap("a changed bit", "ErrWrongKey", kek, account, 1, flip(wrapped, -1))
	unwrap("a version from the future", "ErrVersion", kek, account, 1, flip(wrapped, 0))
	unwrap("a byte too few", "ErrMalformed", kek, account, 1, wrapped[:72])
	unwrap("nothing", "ErrMalformed", kek, account, 1, nil)
	f.add("private-space", "the private space of an account", "ok", inKey("master", master), inID("account", account))
	first := seal.Succession{Space: fixedID("private space")}.After(fixedKey("first master"))
	sealed := must(seal.SealSuccession(fixed("succession"), master, account, first.After(fixedKey("second master"))))
	succeed := func(name, expect string, master seal.Key, account [16]byte, sealed []byte) {
		f.add("succession", name, expect, inKey("master", master), inID("account", account), in("sealed", sealed))
	}
	succeed("a third master key", "ok", master, account, sealed)
	succeed("the key before does not open it", "ErrWrongKey", fixedKey("second master"), account, sealed)
	succeed("a succession of another account", "ErrWrongKey", master, fixedID("other"), sealed)
	succeed("a succession with a changed bit", "ErrWrongKey", master, account, flip(sealed, 40))
	succeed("a succession from the future", "ErrVersion", master, account, flip(sealed, 0))
	succeed("a succession without a key", "ErrMalformed", master, account, sealed[:57])
	succeed("half a key", "ErrMalformed", master, account, sealed[:len(sealed)-16])
	deviceWrapVectors(f, master)
	f.add("local-key", "for drafts", "ok", inKey("master", master), inText("purpose", "drafts"))
	box := must(seal.SealBox(fixed("box"), kek, []byte("drafts"), []byte("not yet")))
	open := func(name, expect string, k seal.Key, aad string, box []byte) {
		f.add("open-box", name, expect, inKey("key", k), in("aad", []byte(aad)), in("box", box))
	}
	open("a box", "ok", kek, "drafts", box)
	open("an empty box", "ok", kek, "", must(seal.SealBox(fixed("box"), kek, nil, nil)))
	open("another purpose", "ErrWrongKey", kek, "vault", box)
	open("another key", "ErrWrongKey", master, "drafts", box)
	open("a version from the future", "ErrVersion", kek, "drafts", flip(box, 0))
	open("too short", "ErrMalformed", kek, "drafts", box[:40])
	return f
}

func envelopeVectors(t testing.TB) *vectorFile {
	f := newVectorFile(t, "One text: its padded body, its key's commitment and its key's wrap.")
	content, epoch, aad := fixedKey("content"), fixedKey("epoch"), []byte("header")
	c := content.Commitment()
	f.add("commitment", "of a content key", "ok", inKey("key", content))
	body := must(seal.SealBody(fixed("body"), content, aad, []byte("I slept well.")))
	large := must(seal.SealBody(fixed("large"), content, aad, []byte(strings.Repeat("a", 509))))
	open := func(name, expect string, k seal.Key, c [32]byte, aad, body []byte) {
		f.add("open-body", name, expect, inKey("content", k), in32("commitment", c), in("aad", aad), in("body", body))
	}
	open("a small text fills the bucket", "ok", content, c, aad, body)
	open("an empty text looks the same", "ok", content, c, aad, must(seal.SealBody(fixed("empty"), content, aad, nil)))
	open("a text that is just too large for the bucket", "ok", content, c, aad, large)
	open("another key", "ErrCommitment", epoch, c, aad, body)
	open("another key with its own commitment", "ErrWrongKey", epoch, epoch.Commitment(), aad, body)
	open("another header", "ErrWrongKey", content, c, []byte("Header"), body)
	open("a changed bit", "ErrWrongKey", content, c, aad, flip(body, 30))
	open("shorter than a nonce and a tag", "ErrMalformed", content, c, aad, body[:39])
	wrap := must(seal.WrapKey(fixed("wrap"), epoch, aad, content))
	unwrap := func(name, expect string, k seal.Key, aad, wrap []byte) {
		f.add("unwrap-key", name, expect, inKey("epoch", k), in("aad", aad), in("wrap", wrap))
	}
	unwrap("a content key", "ok", epoch, aad, wrap)
	unwrap("another epoch", "ErrWrongKey", content, aad, wrap)
	unwrap("another place", "ErrWrongKey", epoch, nil, wrap)
	unwrap("a changed bit", "ErrWrongKey", epoch, aad, flip(wrap, -1))
	unwrap("a byte too many", "ErrMalformed", epoch, aad, append(wrap, 0))
	return f
}

func paddingVectors(t testing.TB) *vectorFile {
	f := newVectorFile(t, "Padmé, by hand: with E = floor(log2 n) and S = floor(log2 E) + 1, the last E-S bits are rounded up to zero.")
	for _, n := range []int{0, 1, 2, 9, 10, 100, 513, 1000, 65537, 1_000_000} {
		f.add("padme", strconv.Itoa(n), "ok", inText("size", strconv.Itoa(n)))
	}
	return f
}

func deviceVectors(t testing.TB) *vectorFile {
	f := newVectorFile(t, "Members, devices, and the certificate that binds the two in one space.")
	m := must(seal.NewMember(fixed("member")))
	d := must(seal.NewDevice(fixed("device")))
	f.add("member", "keys from stored bytes", "ok", in("member", m.Bytes()))
	f.add("member", "a version from the future", "ErrVersion", in("member", flip(m.Bytes(), 0)))
	f.add("member", "a byte too few", "ErrMalformed", in("member", m.Bytes()[:64]))
	f.add("device", "keys from stored bytes", "ok", in("device", d.Bytes()))
	f.add("device", "a version from the future", "ErrVersion", in("device", flip(d.Bytes(), 0)))
	f.add("device", "a byte too many", "ErrMalformed", in("device", append(d.Bytes(), 0)))
	hash := [32]byte(fixedBytes("hash", 32))
	f.add("device-sign", "the head of a batch", "ok", in("device", d.Bytes()), in32("hash", hash))
	verify := func(name, expect string, hash [32]byte, sig []byte) {
		f.add("device-verify", name, expect, in("sign", d.Public().Sign), in32("hash", hash), in("sig", sig))
	}
	verify("the head of a batch", "ok", hash, d.Sign(hash))
	verify("another head", "ErrBadSignature", [32]byte(flip(hash[:], 0)), d.Sign(hash))
	verify("no signature", "ErrBadSignature", hash, nil)
	account, notice := fixedID("account"), seal.Remove(m, fixedID("account"), fixedID("removed"))
	gone := func(name, expect string, device [16]byte, notice []byte) {
		f.add("device-removed", name, expect, in("member", m.Bytes()), inID("account", account), inID("device", device), in("notice", notice))
	}
	gone("a device that was removed", "ok", fixedID("removed"), notice)
	gone("a device that was not", "ErrBadSignature", fixedID("other"), notice)
	gone("a notice by nobody", "ErrBadSignature", fixedID("removed"), nil)
	certificateVectors(f, m, d)
	return f
}

func certificateVectors(f *vectorFile, m seal.Member, d seal.Device) {
	space := fixedID("space")
	cert := seal.Certify(m, space, d.Public())
	p, other := m.Public(), must(seal.NewMember(fixed("other member"))).Public()
	keys := append(append(append([]byte{}, other.HPKE...), other.Sign...), append(p.HPKE, p.Sign...)...)
	open := func(name, expect string, space [16]byte, members, cert []byte) {
		f.add("open-certificate", name, expect, inID("space", space), in("members", members), in("certificate", cert))
	}
	open("a device of the second member", "ok", space, keys, cert)
	open("in another space", "ErrBadSignature", fixedID("elsewhere"), keys, cert)
	open("by somebody who is not here", "ErrNotMember", space, keys[:1248], cert)
	open("in the name of the other member", "ErrBadSignature", space, keys, inNameOf(cert, other.ID()))
	open("another device id", "ErrBadSignature", space, keys, flip(cert, 1))
	open("another device key", "ErrBadSignature", space, keys, flip(cert, 20))
	open("a version from the future", "ErrVersion", space, keys, flip(cert, 0))
	open("cut off", "ErrMalformed", space, keys, cert[:100])
}

// inNameOf puts another member's id into a certificate.
func inNameOf(cert []byte, id [16]byte) []byte {
	forged := append([]byte{}, cert...)
	copy(forged[49:65], id[:])
	return forged
}
