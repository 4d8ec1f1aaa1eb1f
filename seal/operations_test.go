package seal_test

import (
	"crypto/ed25519"
	"encoding/binary"
	"strconv"
	"strings"

	"pleach/seal"
)

// operations are what vectors can ask for: everything in package seal that is
// a function of its inputs. Sealing is pinned by the generator, which must
// write the same files again from the same randomness.
var operations = map[string]func(*vector) ([]result, error){
	"derive-root": opDeriveRoot, "parse-kit": opParseKit, "rescue": opRescue,
	"unwrap-master": opUnwrapMaster, "private-space": opPrivateSpace, "local-key": opLocalKey,
	"succession": opSuccession, "open-device-wrap": opOpenDeviceWrap,
	"open-handover": opOpenHandover,
	"open-box":      opOpenBox, "commitment": opCommitment, "open-body": opOpenBody, "unwrap-key": opUnwrapKey,
	"padme": opPadme, "member": opMember, "device": opDevice, "device-verify": opDeviceVerify,
	"device-removed": opDeviceRemoved,
	"device-sign":    opDeviceSign, "open-certificate": opOpenCertificate,
	"verify-commit": opVerifyCommit, "open-commit": opOpenCommit, "open-previous": opOpenPrevious,
	"parse-link": opParseLink, "open-offer": opOpenOffer, "open-answer": opOpenAnswer,
	"open-approval": opOpenApproval, "open-reveal": opOpenReveal, "compare-words": opCompareWords,
}

func opDeriveRoot(v *vector) ([]result, error) {
	r, err := seal.DeriveRoot(v.get("version")[0], string(v.get("password")), v.id("account"), v.id("secret"))
	if err != nil {
		return nil, err
	}
	kek := r.KEK()
	return []result{{"login-public", r.LoginKey().Public().(ed25519.PublicKey)}, {"kek", kek[:]}}, nil
}

func opParseKit(v *vector) ([]result, error) {
	k, err := seal.ParseKit(string(v.get("text")))
	if err != nil {
		return nil, err
	}
	return []result{
		{"version", []byte{k.Version}}, {"server", []byte(k.Server)}, {"account", k.Account[:]},
		{"secret", k.Secret[:]}, {"entropy", k.Entropy[:]}, {"words", []byte(strings.Join(k.Words(), " "))},
		{"code", []byte(k.Code())}, {"canonical", []byte(k.Text())},
	}, nil
}

func opRescue(v *vector) ([]result, error) {
	k := seal.Kit{Version: v.get("version")[0], Account: v.id("account"), Secret: v.id("secret"), Entropy: v.id("entropy")}
	login, kek, err := k.Rescue()
	if err != nil {
		return nil, err
	}
	return []result{{"login-public", login.Public().(ed25519.PublicKey)}, {"kek", kek[:]}}, nil
}

func opUnwrapMaster(v *vector) ([]result, error) {
	k, err := seal.UnwrapMaster(v.key("kek"), v.id("account"), seal.WrapRole(v.get("role")[0]), v.get("wrapped"))
	return []result{{"master", k[:]}}, err
}

func opPrivateSpace(v *vector) ([]result, error) {
	space, m := seal.PrivateSpace(v.key("master"), v.id("account"))
	return []result{{"space", space[:]}, {"member", m.Bytes()}}, nil
}

func opSuccession(v *vector) ([]result, error) {
	s, err := seal.OpenSuccession(v.key("master"), v.id("account"), v.get("sealed"))
	var masters []byte
	for _, m := range s.Masters {
		masters = append(masters, m[:]...)
	}
	return []result{{"space", s.Space[:]}, {"masters", masters}}, err
}

func opOpenDeviceWrap(v *vector) ([]result, error) {
	w := seal.DeviceWrap{
		Kind: seal.DeviceWrapKind(v.get("kind")[0]), Account: v.id("account"), Salt: v.key("salt"),
		Until: int64(binary.BigEndian.Uint64(v.get("until"))), Password: v.get("wrapped"), Credential: v.get("credential"),
	}
	master, login, err := seal.OpenDeviceWrap(v.key("secret"), w, v.get("sealed"))
	if err != nil {
		return nil, err
	}
	return []result{{"master", master[:]}, {"login-public", login.Public().(ed25519.PublicKey)}}, nil
}

func opOpenHandover(v *vector) ([]result, error) {
	master := v.key("master")
	h, err := seal.ParseHandover(string(v.get("code")))
	if err != nil {
		return nil, err
	}
	b, err := h.Open(master)
	if err != nil {
		return nil, err
	}
	plain, err := b.Encoded()
	return []result{
		{"account", h.Account[:]}, {"secret", h.Secret[:]}, {"expires", []byte(strconv.FormatUint(h.Expires, 10))},
		{"entropy", b.Entropy[:]}, {"reached", plain[16+1:]},
	}, err
}

func opLocalKey(v *vector) ([]result, error) {
	k := seal.LocalKey(v.key("master"), string(v.get("purpose")))
	return []result{{"key", k[:]}}, nil
}

func opOpenBox(v *vector) ([]result, error) {
	plain, err := seal.OpenBox(v.key("key"), v.get("aad"), v.get("box"))
	return []result{{"plain", plain}}, err
}

func opCommitment(v *vector) ([]result, error) {
	c := v.key("key").Commitment()
	return []result{{"commitment", c[:]}}, nil
}

func opOpenBody(v *vector) ([]result, error) {
	plain, err := seal.OpenBody(v.key("content"), v.b32("commitment"), v.get("aad"), v.get("body"))
	return []result{{"plain", plain}}, err
}

func opUnwrapKey(v *vector) ([]result, error) {
	k, err := seal.UnwrapKey(v.key("epoch"), v.get("aad"), v.get("wrap"))
	return []result{{"content", k[:]}}, err
}

func opPadme(v *vector) ([]result, error) {
	return []result{{"padded", []byte(strconv.Itoa(seal.Padme(v.number("size"))))}}, nil
}

func opMember(v *vector) ([]result, error) {
	m, err := seal.ParseMember(v.get("member"))
	if err != nil {
		return nil, err
	}
	p := m.Public()
	id, hash := p.ID(), p.Hash()
	return []result{{"hpke", p.HPKE}, {"sign", p.Sign}, {"id", id[:]}, {"hash", hash[:]}}, nil
}

func opDevice(v *vector) ([]result, error) {
	d, err := seal.ParseDevice(v.get("device"))
	if err != nil {
		return nil, err
	}
	p := d.Public()
	return []result{{"id", p.ID[:]}, {"sign", p.Sign}}, nil
}

func opDeviceSign(v *vector) ([]result, error) {
	d, err := seal.ParseDevice(v.get("device"))
	if err != nil {
		return nil, err
	}
	return []result{{"sig", d.Sign(v.b32("hash"))}}, nil
}

func opDeviceVerify(v *vector) ([]result, error) {
	p := seal.DevicePublic{Sign: v.get("sign")}
	if !p.Verify(v.b32("hash"), v.get("sig")) {
		return nil, seal.ErrBadSignature
	}
	return nil, nil
}

func opDeviceRemoved(v *vector) ([]result, error) {
	m, err := seal.ParseMember(v.get("member"))
	if err == nil && !seal.Removed(m.Public(), v.id("account"), v.id("device"), v.get("notice")) {
		err = seal.ErrBadSignature
	}
	return nil, err
}

func opOpenCertificate(v *vector) ([]result, error) {
	d, member, err := seal.OpenCertificate(v.id("space"), v.members(), v.get("certificate"))
	return []result{{"device", d.ID[:]}, {"sign", d.Sign}, {"member", member[:]}}, err
}

// members reads public keys that stand one after another.
func (v *vector) members() []seal.MemberPublic {
	var all []seal.MemberPublic
	for b := v.get("members"); len(b) >= 1216+32; b = b[1216+32:] {
		all = append(all, seal.MemberPublic{HPKE: b[:1216], Sign: b[1216 : 1216+32]})
	}
	return all
}

func opVerifyCommit(v *vector) ([]result, error) {
	var prev *seal.Commit
	if v.has("previous") {
		p, err := seal.ParseCommit(v.get("previous"))
		if err != nil {
			return nil, err
		}
		prev = &p
	}
	c, err := seal.ParseCommit(v.get("commit"))
	if err != nil {
		return nil, err
	}
	hash := c.Hash()
	return []result{{"hash", hash[:]}}, c.Verify(prev)
}

func opOpenCommit(v *vector) ([]result, error) {
	c, err := seal.ParseCommit(v.get("commit"))
	if err != nil {
		return nil, err
	}
	m, err := seal.ParseMember(v.get("member"))
	if err != nil {
		return nil, err
	}
	k, err := c.Open(m)
	return []result{{"key", k[:]}}, err
}

func opOpenPrevious(v *vector) ([]result, error) {
	c, err := seal.ParseCommit(v.get("commit"))
	if err != nil {
		return nil, err
	}
	k, err := c.OpenPrev(v.key("key"))
	return []result{{"previous-key", k[:]}}, err
}

func opParseLink(v *vector) ([]result, error) {
	l, err := seal.ParseLink(string(v.get("link")))
	id := l.Secret.ID()
	return []result{{"secret", l.Secret[:]}, {"inviter", l.InviterHash[:]}, {"invite", id[:]}}, err
}

func opOpenOffer(v *vector) ([]result, error) {
	l, err := seal.ParseLink(string(v.get("link")))
	if err != nil {
		return nil, err
	}
	o, err := l.OpenOffer(v.get("offer"))
	inviter := o.Inviter.Hash()
	return []result{
		{"space", o.Space[:]}, {"name-of-inviter", []byte(o.Name)}, {"in-person", []byte(strconv.FormatBool(o.InPerson))},
		{"inviter", inviter[:]}, {"commit", o.Commit[:]},
	}, err
}

func opOpenAnswer(v *vector) ([]result, error) {
	a, err := seal.InviteSecret(v.b32("secret")).OpenAnswer(v.get("offer"), v.get("answer"))
	joiner := a.Joiner.Hash()
	return []result{{"name-of-joiner", []byte(a.Name)}, {"joiner", joiner[:]}, {"nonce-hash", a.NonceHash[:]}}, err
}

func opOpenApproval(v *vector) ([]result, error) {
	a, err := seal.InviteSecret(v.b32("secret")).OpenApproval(v.get("offer"), v.get("answer"), v.get("approval"))
	return []result{{"nonce", a.Nonce[:]}, {"commit", a.Commit[:]}}, err
}

func opOpenReveal(v *vector) ([]result, error) {
	r, err := seal.InviteSecret(v.b32("secret")).OpenReveal(v.get("offer"), v.get("answer"), v.get("approval"), v.get("reveal"))
	return []result{{"nonce", r.Nonce[:]}}, err
}

func opCompareWords(v *vector) ([]result, error) {
	w := seal.CompareWords(v.get("offer"), v.get("answer"), v.get("approval"), v.b32("inviter-nonce"), v.b32("joiner-nonce"))
	return []result{{"words", []byte(strings.Join(w, " "))}}, nil
}
