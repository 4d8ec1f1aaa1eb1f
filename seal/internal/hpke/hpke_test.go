package hpke_test

import (
	"bytes"
	standard "crypto/hpke"
	"encoding/hex"
	"testing"

	"pgregory.net/rapid"

	"pleach/seal/internal/hpke"
)

// pair is one secret key as we and the standard library read it.
func pair(t interface{ Fatal(...any) }, material []byte) (*hpke.PrivateKey, standard.PrivateKey) {
	ours, err := hpke.DeriveKeyPair(material)
	if err != nil {
		t.Fatal(err)
	}
	theirs, err := standard.MLKEM768X25519().DeriveKeyPair(material)
	if err != nil {
		t.Fatal(err)
	}
	return ours, theirs
}

func TestBothLibrariesDeriveTheSameKeys(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ours, theirs := pair(t, rapid.SliceOfN(rapid.Byte(), 32, 64).Draw(t, "material"))
		if !bytes.Equal(ours.PublicKey().Bytes(), theirs.PublicKey().Bytes()) {
			t.Fatal("one key material gives two public keys")
		}
	})
}

func TestWhatWeSealTheStandardLibraryOpens(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		_, theirs := pair(t, rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(t, "material"))
		info, text := rapid.SliceOf(rapid.Byte()).Draw(t, "info"), rapid.SliceOf(rapid.Byte()).Draw(t, "text")
		key, err := hpke.NewPublicKey(theirs.PublicKey().Bytes())
		if err != nil {
			t.Fatal(err)
		}
		message, err := hpke.Seal(key, info, text)
		if err != nil {
			t.Fatal(err)
		}
		got, err := standard.Open(theirs, standard.HKDFSHA256(), standard.ChaCha20Poly1305(), info, message)
		if err != nil || !bytes.Equal(got, text) {
			t.Fatalf("%x, %v", got, err)
		}
	})
}

func TestWhatTheStandardLibrarySealsWeOpen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ours, theirs := pair(t, rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(t, "material"))
		info, text := rapid.SliceOf(rapid.Byte()).Draw(t, "info"), rapid.SliceOf(rapid.Byte()).Draw(t, "text")
		message, err := standard.Seal(theirs.PublicKey(), standard.HKDFSHA256(), standard.ChaCha20Poly1305(), info, text)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := hpke.Open(ours, info, message); err != nil || !bytes.Equal(got, text) {
			t.Fatalf("%x, %v", got, err)
		}
	})
}

func TestOneChangedBitOpensNothing(t *testing.T) {
	ours, _ := pair(t, bytes.Repeat([]byte{7}, 32))
	message, err := hpke.Seal(ours.PublicKey(), []byte("info"), []byte("text"))
	if err != nil {
		t.Fatal(err)
	}
	for i := range message {
		changed := bytes.Clone(message)
		changed[i] ^= 1
		if got, err := hpke.Open(ours, []byte("info"), changed); err == nil {
			t.Fatalf("byte %d changed, and it opens as %q", i, got)
		}
		if i%64 == 0 {
			if _, err := hpke.Open(ours, []byte("info"), message[:i]); err == nil {
				t.Fatalf("the first %d bytes open", i)
			}
		}
	}
	if _, err := hpke.Open(ours, []byte("other"), message); err == nil {
		t.Fatal("it opens under another info")
	}
}

// TestAPointOfLowOrderIsRefused seals to points that make every shared secret
// zero (RFC 7748, section 6.1).
func TestAPointOfLowOrderIsRefused(t *testing.T) {
	ours, _ := pair(t, make([]byte, 32))
	for _, point := range []string{
		"0000000000000000000000000000000000000000000000000000000000000000",
		"0100000000000000000000000000000000000000000000000000000000000000",
		"e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
		"5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
		"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
		"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
		"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
	} {
		low, _ := hex.DecodeString(point)
		b := ours.PublicKey().Bytes()
		copy(b[len(b)-32:], low)
		key, err := hpke.NewPublicKey(b)
		if err != nil {
			continue
		}
		if _, err := hpke.Seal(key, nil, []byte("text")); err == nil {
			t.Errorf("a message is sealed to the point %s", point)
		}
	}
}

func TestAPublicKeyOfTheWrongSizeIsRefused(t *testing.T) {
	for _, n := range []int{0, 1, hpke.PublicKeySize - 1, hpke.PublicKeySize + 1} {
		if _, err := hpke.NewPublicKey(make([]byte, n)); err == nil {
			t.Errorf("%d bytes are taken for a key", n)
		}
	}
}
