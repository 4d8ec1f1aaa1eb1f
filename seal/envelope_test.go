package seal_test

import (
	"bytes"
	"errors"
	"math"
	"testing"

	"pgregory.net/rapid"

	"pleach/seal"
)

func TestTextsComeBackAndChangesShow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		content, epoch := anyKey(t, "content"), anyKey(t, "epoch")
		header := rapid.SliceOfN(rapid.Byte(), 1, 200).Draw(t, "header")
		text := rapid.SliceOfN(rapid.Byte(), 0, 3000).Draw(t, "text")
		body := must(seal.SealBody(fixed("body"), content, header, text))
		wrap := must(seal.WrapKey(fixed("wrap"), epoch, header, content))

		got, err := seal.OpenBody(must(seal.UnwrapKey(epoch, header, wrap)), content.Commitment(), header, body)
		if err != nil || !bytes.Equal(got, text) {
			t.Fatalf("round trip: %v", err)
		}
		i := rapid.IntRange(0, len(body)-1).Draw(t, "body byte")
		if _, err := seal.OpenBody(content, content.Commitment(), header, flip(body, i)); !errors.Is(err, seal.ErrWrongKey) {
			t.Fatalf("body byte %d changed: %v", i, err)
		}
		j := rapid.IntRange(0, len(wrap)-1).Draw(t, "wrap byte")
		if _, err := seal.UnwrapKey(epoch, header, flip(wrap, j)); !errors.Is(err, seal.ErrWrongKey) {
			t.Fatalf("wrap byte %d changed: %v", j, err)
		}
		k := rapid.IntRange(0, len(header)-1).Draw(t, "header byte")
		if _, err := seal.OpenBody(content, content.Commitment(), flip(header, k), body); !errors.Is(err, seal.ErrWrongKey) {
			t.Fatalf("header byte %d changed: %v", k, err)
		}
	})
}

func TestBoxesComeBackAndChangesShow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := anyKey(t, "key")
		aad, text := rapid.SliceOf(rapid.Byte()).Draw(t, "aad"), rapid.SliceOf(rapid.Byte()).Draw(t, "text")
		box := must(seal.SealBox(fixed("box"), k, aad, text))
		if got, err := seal.OpenBox(k, aad, box); err != nil || !bytes.Equal(got, text) {
			t.Fatalf("round trip: %v", err)
		}
		i := rapid.IntRange(0, len(box)-1).Draw(t, "byte")
		if _, err := seal.OpenBox(k, aad, flip(box, i)); err == nil {
			t.Fatalf("byte %d changed and nobody saw", i)
		}
	})
}

// A wrap is not a box, and a body is neither: no sealed thing opens as another.
func TestSealedThingsAreOfOneKind(t *testing.T) {
	k, content := fixedKey("k"), fixedKey("content")
	wrap := must(seal.WrapKey(fixed("x"), k, nil, content))
	master := must(seal.WrapMaster(fixed("x"), k, [16]byte{}, seal.WrapDevice, content))
	if _, err := seal.OpenBox(k, nil, append([]byte{1}, wrap...)); !errors.Is(err, seal.ErrWrongKey) {
		t.Errorf("a wrap opens as a box: %v", err)
	}
	if _, err := seal.UnwrapKey(k, nil, master[1:]); !errors.Is(err, seal.ErrWrongKey) {
		t.Errorf("a master wrap opens as a content wrap: %v", err)
	}
}

// All that a relay sees of an answer is its size, and small answers share one.
func TestSmallAnswersLookTheSame(t *testing.T) {
	k := fixedKey("k")
	for _, n := range []int{0, 1, 100, 508} {
		if got := len(must(seal.SealBody(fixed("x"), k, nil, make([]byte, n)))); got != seal.Bucket+40 {
			t.Errorf("%d bytes are sealed to %d", n, got)
		}
	}
	if got := len(must(seal.SealBody(fixed("x"), k, nil, make([]byte, 509)))); got != 544+40 {
		t.Errorf("509 bytes are sealed to %d", got)
	}
	if wrap := must(seal.WrapKey(fixed("x"), k, nil, k)); len(wrap) != 72 {
		t.Errorf("a wrap has %d bytes", len(wrap))
	}
}

func TestLargestText(t *testing.T) {
	k := fixedKey("k")
	body := must(seal.SealBody(fixed("x"), k, nil, make([]byte, seal.MaxPlain)))
	if text, err := seal.OpenBody(k, k.Commitment(), nil, body); err != nil || len(text) != seal.MaxPlain {
		t.Errorf("the largest text: %d bytes, %v", len(text), err)
	}
	if _, err := seal.SealBody(fixed("x"), k, nil, make([]byte, seal.MaxPlain+1)); !errors.Is(err, seal.ErrTooLarge) {
		t.Errorf("a larger text: %v", err)
	}
}

func TestPadmeGrowsSlowly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 1<<30).Draw(t, "n")
		p := seal.Padme(n)
		switch {
		case p < n:
			t.Fatalf("%d is padded to %d", n, p)
		case n > 512 && float64(p) > 1.12*float64(n):
			t.Fatalf("%d is padded to %d, more than 12 %%", n, p)
		case p > seal.Padme(n+1):
			t.Fatalf("%d is padded to more than %d", n, n+1)
		case seal.Padme(p) != p:
			t.Fatalf("%d is padded to %d, which is padded again", n, p)
		}
	})
}

// Algorithm 1 of the paper, in its own words.
func TestPadmeIsAlgorithm1(t *testing.T) {
	paper := func(l float64) float64 {
		e := math.Floor(math.Log2(l))
		s := math.Floor(math.Log2(e)) + 1
		mask := math.Exp2(e-s) - 1
		return float64((int(l) + int(mask)) &^ int(mask))
	}
	for l := 2; l < 100_000; l++ {
		if got := seal.Padme(l); got != int(paper(float64(l))) {
			t.Fatalf("%d is padded to %d, in the paper to %v", l, got, paper(float64(l)))
		}
	}
}
