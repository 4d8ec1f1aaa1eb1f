package seal_test

import (
	"bytes"
	"crypto/ed25519"
	"testing"

	"pleach/seal"
)

// Every decoder: no input makes it panic, and what it accepts it writes again
// to the same bytes.

func FuzzCommit(f *testing.F) {
	s := newStory()
	f.Add(s.first.Bytes())
	f.Add(s.second.Bytes())
	f.Add([]byte{1})
	f.Fuzz(func(t *testing.T, b []byte) {
		c, err := seal.ParseCommit(b)
		if err != nil {
			return
		}
		if !bytes.Equal(c.Bytes(), b) {
			t.Fatal("a commit has two forms")
		}
		_ = c.Verify(&s.first) // anything but a panic
		if _, err := c.Open(s.noor); err == nil && c.Hash() != s.second.Hash() && c.Commitment != s.second.Commitment {
			t.Fatal("a key was opened that nobody wrapped")
		}
	})
}

func FuzzKit(f *testing.F) {
	k := must(seal.NewKit(fixed("kit"), "https://home.example"))
	f.Add(k.Text())
	f.Add(k.Code())
	f.Add("Pleach recovery kit 1\nServer:")
	f.Fuzz(func(t *testing.T, text string) {
		k, err := seal.ParseKit(text)
		if err != nil {
			return
		}
		for _, form := range []string{k.Text(), k.Code()} {
			if again, err := seal.ParseKit(form); err != nil || again != k {
				t.Fatalf("an accepted kit does not come back: %v", err)
			}
		}
	})
}

func FuzzLink(f *testing.F) {
	f.Add(seal.Link{Secret: seal.InviteSecret(fixedKey("s")), InviterHash: fixedID("i")}.String())
	f.Add("")
	f.Fuzz(func(t *testing.T, text string) {
		if l, err := seal.ParseLink(text); err == nil && l.String() != text {
			t.Fatal("a link has two forms")
		}
	})
}

func FuzzKeys(f *testing.F) {
	f.Add(must(seal.NewMember(fixed("m"))).Bytes())
	f.Add(must(seal.NewDevice(fixed("d"))).Bytes())
	f.Fuzz(func(t *testing.T, b []byte) {
		if m, err := seal.ParseMember(b); err == nil && !bytes.Equal(m.Bytes(), b) {
			t.Fatal("a member has two forms")
		}
		if d, err := seal.ParseDevice(b); err == nil && !bytes.Equal(d.Bytes(), b) {
			t.Fatal("a device has two forms")
		}
	})
}

func FuzzCertificate(f *testing.F) {
	s := newStory()
	d := must(seal.NewDevice(fixed("device")))
	good := seal.Certify(s.noor, s.space, d.Public())
	f.Add(good)
	f.Fuzz(func(t *testing.T, b []byte) {
		if _, _, err := seal.OpenCertificate(s.space, s.second.Members, b); err == nil && !bytes.Equal(b, good) {
			t.Fatal("a certificate was opened that nobody signed")
		}
	})
}

func FuzzSuccession(f *testing.F) {
	master, s := fixedKey("master"), seal.Succession{}.After(fixedKey("first"))
	f.Add(must(seal.SealSuccession(fixed("s"), master, fixedID("a"), s)))
	f.Add([]byte{1})
	f.Fuzz(func(t *testing.T, b []byte) {
		if got, err := seal.OpenSuccession(master, fixedID("a"), b); err == nil && len(got.Masters) == 0 {
			t.Fatal("a succession of nothing was opened")
		}
	})
}

func FuzzDeviceWrap(f *testing.F) {
	secret, w := fixedKey("secret"), seal.DeviceWrap{Kind: seal.DeviceWrapStay, Account: fixedID("a")}
	good := must(seal.SealDeviceWrap(fixed("w"), secret, w, fixedKey("master"), ed25519.NewKeyFromSeed(secret[:])))
	f.Add(good)
	f.Add([]byte{1})
	f.Fuzz(func(t *testing.T, b []byte) {
		if _, _, err := seal.OpenDeviceWrap(secret, w, b); err == nil && !bytes.Equal(b, good) {
			t.Fatal("a device wrap was opened that nobody sealed")
		}
	})
}

func FuzzHandover(f *testing.F) {
	master, h := fixedKey("master"), aHandover()
	f.Add(h.String())
	f.Add("")
	f.Fuzz(func(t *testing.T, text string) {
		got, err := seal.ParseHandover(text)
		if err != nil {
			return
		}
		if got.String() != text {
			t.Fatal("a handover has two forms")
		}
		if _, err := got.Open(master); err == nil && text != h.String() {
			t.Fatal("a handover was opened that nobody sealed")
		}
	})
}

func FuzzBaggage(f *testing.F) {
	master, h := fixedKey("master"), aHandover()
	f.Add(must(someBaggage().Encoded()))
	f.Add(make([]byte, 17))
	f.Fuzz(func(t *testing.T, plain []byte) {
		b, err := h.Reseal(master, plain).Open(master)
		if err == nil && !bytes.Equal(must(b.Encoded()), plain) {
			t.Fatal("a baggage has two forms")
		}
	})
}

func FuzzPadding(f *testing.F) {
	f.Add(must(seal.Pad([]byte("I slept well."))))
	f.Add(must(seal.Pad(make([]byte, 600))))
	f.Fuzz(func(t *testing.T, b []byte) {
		plain, err := seal.Unpad(b)
		if err != nil {
			return
		}
		if !bytes.Equal(must(seal.Pad(plain)), b) {
			t.Fatal("a padded text has two forms")
		}
	})
}

// The sealed bytes are authentic, but a changed client may have sealed
// anything.
func FuzzPairing(f *testing.F) {
	p := newPairing()
	secret, before := p.link.Secret, [][]byte{p.offer}
	f.Add(must(secret.OpenStep("offer", nil, p.offer)))
	f.Add(must(secret.OpenStep("answer", before, p.answer)))
	f.Fuzz(func(t *testing.T, plain []byte) {
		offer, err := secret.SealStep("offer", nil, plain)
		if err != nil {
			return
		}
		if o, err := secret.OpenOffer(offer); err == nil {
			again := must(secret.SealOffer(fixed("x"), o))
			if !bytes.Equal(must(secret.OpenStep("offer", nil, again)), plain) {
				t.Fatal("an offer has two forms")
			}
		}
		answer := must(secret.SealStep("answer", before, plain))
		if a, err := secret.OpenAnswer(p.offer, answer); err == nil {
			again := must(secret.SealAnswer(fixed("x"), p.offer, a))
			if !bytes.Equal(must(secret.OpenStep("answer", before, again)), plain) {
				t.Fatal("an answer has two forms")
			}
		}
	})
}

func FuzzOpen(f *testing.F) {
	k := fixedKey("k")
	f.Add(must(seal.SealBox(fixed("x"), k, nil, nil)))
	f.Add(must(seal.SealBody(fixed("x"), k, nil, nil)))
	f.Add(must(seal.WrapKey(fixed("x"), k, nil, k)))
	f.Fuzz(func(t *testing.T, b []byte) {
		_, _ = seal.OpenBox(k, nil, b)
		_, _ = seal.OpenBody(k, k.Commitment(), nil, b)
		_, _ = seal.UnwrapKey(k, nil, b)
		_, _ = seal.UnwrapMaster(k, [16]byte{}, seal.WrapWords, b)
	})
}
