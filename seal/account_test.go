package seal_test

import (
	"crypto/ed25519"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"golang.org/x/crypto/argon2"
	"pgregory.net/rapid"

	"pleach/seal"
)

// The chain from the protocol, written out once more without package seal.
func TestDeriveRootIsTheDocumentedChain(t *testing.T) {
	account, secret := fixedID("account"), fixedID("secret")
	salt := sha256.Sum256(account[:])
	stretched := argon2.IDKey([]byte("Ada und Noé"), salt[:], 3, 65536, 1, 32)
	root := must(hkdf.Key(sha256.New, append(stretched, secret[:]...), account[:], "pleach/1 root", 32))
	login := ed25519.NewKeyFromSeed(must(hkdf.Key(sha256.New, root, nil, "pleach/1 login", 32)))
	kek := must(hkdf.Key(sha256.New, root, nil, "pleach/1 kek", 32))

	got := must(seal.DeriveRoot(1, "Ada und Noe\u0301", account, secret)) // é in two characters
	if !got.LoginKey().Equal(login) || got.KEK() != seal.Key(kek) {
		t.Error("DeriveRoot is not the chain that doc.go describes")
	}
}

func TestDeriveRootNeedsEveryPart(t *testing.T) {
	account, secret := fixedID("account"), fixedID("secret")
	kek := func(password string, account, secret [16]byte) seal.Key {
		return must(seal.DeriveRoot(seal.KDFVersion, password, account, secret)).KEK()
	}
	right := kek("password", account, secret)
	if right == kek("password ", account, secret) || right == kek("password", secret, secret) || right == kek("password", account, account) {
		t.Error("a part of the derivation does not matter")
	}
}

func TestMasterOpensOnlyWhereItWasWrapped(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		kek, master, account := anyKey(t, "kek"), anyKey(t, "master"), fixedID("account")
		role := seal.WrapRole(rapid.IntRange(1, 3).Draw(t, "role"))
		wrapped := must(seal.WrapMaster(fixed("wrap"), kek, account, role, master))
		if got, err := seal.UnwrapMaster(kek, account, role, wrapped); err != nil || got != master {
			t.Fatalf("round trip: %v", err)
		}
		i := rapid.IntRange(0, len(wrapped)-1).Draw(t, "byte")
		if got, err := seal.UnwrapMaster(kek, account, role, flip(wrapped, i)); err == nil || got != (seal.Key{}) {
			t.Fatalf("byte %d changed: %v", i, err)
		}
	})
}

func TestPrivateSpaceIsFoundAgain(t *testing.T) {
	space, member := seal.PrivateSpace(fixedKey("master"), fixedID("account"))
	again, memberAgain := seal.PrivateSpace(fixedKey("master"), fixedID("account"))
	if space != again || member.Public().ID() != memberAgain.Public().ID() {
		t.Error("the private space is not a function of the master key")
	}
	other, otherMember := seal.PrivateSpace(fixedKey("new master"), fixedID("account"))
	if space == other || member.Public().ID() == otherMember.Public().ID() {
		t.Error("another master key gives the same space")
	}
	if seal.LocalKey(fixedKey("master"), "drafts") == seal.LocalKey(fixedKey("master"), "vault") {
		t.Error("two purposes share a key")
	}
}

// Whatever is printed, logged or put into JSON by mistake shows nothing.
func TestSecretsDoNotPrint(t *testing.T) {
	k := must(seal.NewKit(fixed("kit"), "https://home.example"))
	root := must(seal.DeriveRoot(1, "p", k.Account, k.Secret))
	secret := seal.InviteSecret(fixedKey("invite"))
	key := fixedKey("key")
	for _, v := range []any{key, &key, root, k, &k, must(seal.NewMember(fixed("m"))), must(seal.NewDevice(fixed("d"))), secret, seal.Link{Secret: secret}, seal.Succession{}.After(key), aHandover(), someBaggage()} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x", "%X", "%q", "%d"} {
			if got := fmt.Sprintf(verb, v); !strings.Contains(got, "hidden") || len(got) > 30 {
				t.Errorf("%T prints as %s with %s", v, got, verb)
			}
		}
		var log strings.Builder
		slog.New(slog.NewTextHandler(&log, nil)).Info("x", "v", v)
		if len(log.String()) > 150 {
			t.Errorf("%T in a log: %s", v, &log)
		}
	}
	for _, v := range []any{key, k, secret, aHandover(), someBaggage()} {
		if b, err := json.Marshal(v); err == nil {
			t.Errorf("%T became JSON: %s", v, b)
		}
	}
}

type noRandomness struct{}

var errNoRandomness = errors.New("no randomness")

func (noRandomness) Read([]byte) (int, error) { return 0, errNoRandomness }

func TestNothingIsMadeWithoutRandomness(t *testing.T) {
	var r noRandomness
	k, m := fixedKey("k"), must(seal.NewMember(fixed("m")))
	s := seal.InviteSecret(k)
	for what, err := range map[string]error{
		"key": second(seal.NewKey(r)), "kit": second(seal.NewKit(r, "https://home.example")),
		"member": second(seal.NewMember(r)), "device": second(seal.NewDevice(r)),
		"invite": second(seal.NewInviteSecret(r)), "nonce": second(seal.NewNonce(r)),
		"box": second(seal.SealBox(r, k, nil, nil)), "body": second(seal.SealBody(r, k, nil, nil)),
		"wrap": second(seal.WrapKey(r, k, nil, k)), "master": second(seal.WrapMaster(r, k, [16]byte{}, 1, k)),
		"offer":  second(s.SealOffer(r, seal.Offer{Inviter: m.Public()})),
		"answer": second(s.SealAnswer(r, nil, seal.JoinAnswer{Joiner: m.Public()})),
	} {
		if !errors.Is(err, errNoRandomness) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func TestZeroOverwrites(t *testing.T) {
	k := fixedKey("k")
	if k.Zero(); k != (seal.Key{}) {
		t.Error("the key is still there")
	}
	root := must(seal.DeriveRoot(1, "p", [16]byte{}, [16]byte{}))
	if root.Zero(); root != (seal.Root{}) {
		t.Error("the root is still there")
	}
}

func anyKey(t *rapid.T, name string) seal.Key {
	return seal.Key(rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(t, name))
}

func second[T any](_ T, err error) error { return err }

// must2 is must for two results.
func must2(t testing.TB) func(ed25519.PrivateKey, seal.Key, error) (ed25519.PrivateKey, seal.Key) {
	return func(login ed25519.PrivateKey, kek seal.Key, err error) (ed25519.PrivateKey, seal.Key) {
		if err != nil {
			t.Fatal(err)
		}
		return login, kek
	}
}
