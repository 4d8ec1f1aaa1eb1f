package seal_test

import (
	"crypto/rand"
	"testing"

	"pleach/seal"
)

// What one entry costs a reader: ten years of a couple are 15,000 of these.
func BenchmarkOpenEntry(b *testing.B) {
	content, epoch, header := fixedKey("content"), fixedKey("epoch"), fixedBytes("header", 122)
	commitment := content.Commitment()
	body := must(seal.SealBody(fixed("body"), content, header, []byte("I slept well, and thought of the lake.")))
	wrap := must(seal.WrapKey(fixed("wrap"), epoch, header, content))
	b.ReportAllocs()
	for b.Loop() {
		k := must(seal.UnwrapKey(epoch, header, wrap))
		must(seal.OpenBody(k, commitment, header, body))
	}
}

func BenchmarkSealEntry(b *testing.B) {
	epoch, header := fixedKey("epoch"), fixedBytes("header", 122)
	b.ReportAllocs()
	for b.Loop() {
		content := must(seal.NewKey(rand.Reader))
		must(seal.WrapKey(rand.Reader, epoch, header, content))
		must(seal.SealBody(rand.Reader, content, header, []byte("I slept well.")))
	}
}

// What opens a whole snapshot at once.
func BenchmarkOpenBoxMegabyte(b *testing.B) {
	k := fixedKey("snapshot")
	box := must(seal.SealBox(fixed("box"), k, nil, make([]byte, 1<<20)))
	b.SetBytes(1 << 20)
	for b.Loop() {
		must(seal.OpenBox(k, nil, box))
	}
}

func BenchmarkDeriveRoot(b *testing.B) {
	for b.Loop() {
		must(seal.DeriveRoot(seal.KDFVersion, "correct horse", [16]byte{}, [16]byte{}))
	}
}

func BenchmarkParseMember(b *testing.B) {
	raw := must(seal.NewMember(fixed("member"))).Bytes()
	for b.Loop() {
		must(seal.ParseMember(raw))
	}
}

func BenchmarkVerifyAndOpenCommit(b *testing.B) {
	s := newStory()
	raw := s.second.Bytes()
	for b.Loop() {
		c := must(seal.ParseCommit(raw))
		must(0, c.Verify(&s.first))
		must(c.Open(s.noor))
	}
}

func BenchmarkVerifyHead(b *testing.B) {
	d := must(seal.NewDevice(fixed("device")))
	hash := [32]byte(fixedBytes("hash", 32))
	p, sig := d.Public(), d.Sign(hash)
	for b.Loop() {
		if !p.Verify(hash, sig) {
			b.Fatal("a good signature was refused")
		}
	}
}
