package seal_test

import (
	"encoding/base64"
	"testing"

	"pleach/seal"
)

// someBaggage is what Ada's phone hands over: her own space, in which she has
// two devices, and the one with Noor.
func someBaggage() seal.Baggage {
	head := func(first byte, seq uint64) seal.Head {
		return seal.Head{Device: [16]byte{first}, Seq: seq, Hash: [32]byte(fixedBytes("head", 32))}
	}
	return seal.Baggage{
		Entropy: fixedID("entropy"),
		Reached: []seal.Reach{
			{Space: [16]byte{1}, Commit: 0, Hash: [32]byte(fixedBytes("commit", 32)), Heads: []seal.Head{head(3, 1), head(7, 1_000_000)}},
			{Space: [16]byte{2}, Commit: 12, Hash: [32]byte(fixedBytes("commit", 32))},
		},
	}
}

func aHandover() seal.Handover {
	return must(seal.NewHandover(fixed("handover"), fixedKey("master"), fixedID("account"), fixedID("secret"), 1_800_000_000, someBaggage()))
}

func handoverVectors(t testing.TB) *vectorFile {
	f := newVectorFile(t, "What a device shows to a further one of the same person.")
	master, h := fixedKey("master"), aHandover()
	raw := must(base64.RawURLEncoding.DecodeString(h.String()))
	code := func(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }
	open := func(name, expect, code string, master seal.Key) {
		f.add("open-handover", name, expect, inText("code", code), inKey("master", master))
	}
	sealed := func(name, expect string, change func(seal.Baggage) []byte) {
		open(name, expect, h.Reseal(master, change(someBaggage())).String(), master)
	}
	open("two spaces", "ok", h.String(), master)
	sealed("no space", "ok", func(b seal.Baggage) []byte { b.Reached = nil; return must(b.Encoded()) })
	open("after a new password", "ErrWrongKey", h.String(), fixedKey("second master"))
	h2 := h
	h2.Account = fixedID("other")
	open("for another account", "ErrWrongKey", h2.String(), master)
	h2 = h
	h2.Secret = fixedID("other")
	open("with another secret", "ErrWrongKey", h2.String(), master)
	h2 = h
	h2.Expires++
	open("good for longer than was said", "ErrWrongKey", h2.String(), master)
	open("a changed bit", "ErrNotAHandover", code(flip(raw, 50)), master)
	open("cut off by a messenger", "ErrNotAHandover", h.String()[:200], master)
	open("nothing", "ErrNotAHandover", "", master)
	open("something else", "ErrNotAHandover", "hello there", master)
	sealed("a byte more", "ErrMalformed", func(b seal.Baggage) []byte { return append(must(b.Encoded()), 0) })
	sealed("a byte too few", "ErrMalformed", func(b seal.Baggage) []byte { p := must(b.Encoded()); return p[:len(p)-1] })
	sealed("spaces in another order", "ErrMalformed", func(b seal.Baggage) []byte {
		b.Reached[0], b.Reached[1] = b.Reached[1], b.Reached[0]
		return must(b.Encoded())
	})
	sealed("a device twice", "ErrMalformed", func(b seal.Baggage) []byte {
		b.Reached[0].Heads[1].Device = b.Reached[0].Heads[0].Device
		return must(b.Encoded())
	})
	sealed("a head without a number", "ErrMalformed", func(b seal.Baggage) []byte { b.Reached[0].Heads[0].Seq = 0; return must(b.Encoded()) })
	return f
}

// TestWhatIsNotInOrderIsNotHandedOver: it would open nowhere.
func TestWhatIsNotInOrderIsNotHandedOver(t *testing.T) {
	b := someBaggage()
	b.Reached[0], b.Reached[1] = b.Reached[1], b.Reached[0]
	if _, err := seal.NewHandover(fixed("handover"), fixedKey("master"), fixedID("account"), fixedID("secret"), 1_800_000_000, b); errorName(err) != "ErrMalformed" {
		t.Errorf("spaces in another order: %v", err)
	}
	b.Reached = make([]seal.Reach, seal.MaxReached+1)
	if _, err := seal.NewHandover(fixed("handover"), fixedKey("master"), fixedID("account"), fixedID("secret"), 1_800_000_000, b); err == nil {
		t.Error("more spaces than fit are handed over")
	}
}

// TestACodeFromTheFutureIsNamed: its check is the same.
func TestACodeFromTheFutureIsNamed(t *testing.T) {
	if _, err := seal.ParseHandover(aHandover().StringAs(2)); errorName(err) != "ErrVersion" {
		t.Errorf("version 2: %v", err)
	}
}
