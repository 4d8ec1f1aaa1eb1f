package client_test

import (
	"bytes"
	"context"
	"reflect"
	"sync"
	"testing"

	"pleach/internal/bond"
	"pleach/internal/client"
	"pleach/internal/client/memstore"
	"pleach/internal/replica"
	"pleach/internal/testkit"
	"pleach/internal/testkit/decade"
	"pleach/wire"
)

// tenYears is made once; the benchmarks add a few entries at most.
var tenYears = sync.OnceValues(func() (*decade.Couple, error) { return decade.Make(ctx) })

func decadeOf(b *testing.B) *decade.Couple {
	b.Helper()
	c, err := tenYears()
	if err != nil {
		b.Fatal(err)
	}
	p := c.Ada.Person()
	b.Logf("%d pulses, %d rounds, %d appreciations, %d agreements", len(p.Private().Pulses), len(p.Private().Rounds),
		len(p.Shared().Appreciations), len(p.Shared().Agreements))
	return c
}

// coldStorage is a device whose snapshots are gone: the log alone is read.
type coldStorage struct{ client.Storage }

func (s coldStorage) Space(id wire.ID) replica.Local { return coldLocal{s.Storage.Space(id)} }

type coldLocal struct{ replica.Local }

func (l coldLocal) Load(ctx context.Context) (replica.Saved, error) {
	saved, err := l.Local.Load(ctx)
	saved.Snapshot = nil
	return saved, err
}

// openTenYears opens both spaces and folds both journals, which is all that
// the first page needs after the password.
func openTenYears(b *testing.B, storage client.Storage, c *decade.Couple) {
	opener, err := client.NewOpener(c.Ada.App, decade.Password)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		p, err := opener.Open(ctx, storage)
		if err != nil {
			b.Fatal(err)
		}
		if len(p.Private().Pulses) < 10_000 || len(p.Shared().Agreements) < 200 {
			b.Fatal("not all of it is there")
		}
	}
}

func BenchmarkOpenTenYearsCold(b *testing.B) {
	c := decadeOf(b)
	openTenYears(b, coldStorage{c.Ada.Storage}, c)
}

func BenchmarkOpenTenYearsFromSnapshot(b *testing.B) {
	c := decadeOf(b)
	openTenYears(b, c.Ada.Storage, c)
}

// BenchmarkUnlockTenYears has the password in it.
func BenchmarkUnlockTenYears(b *testing.B) {
	c := decadeOf(b)
	for b.Loop() {
		c.Ada.Lock()
		if err := c.Ada.Unlock(ctx, decade.Password); err != nil {
			b.Fatal(err)
		}
		_, _ = c.Ada.Person().Private(), c.Ada.Person().Shared()
	}
}

// BenchmarkPulseInTenYears writes one more pulse and folds the journal anew.
func BenchmarkPulseInTenYears(b *testing.B) {
	p := decadeOf(b).Ada.Person()
	for b.Loop() {
		if _, err := p.Pulse(ctx, bond.Pulse{Mood: 50, Energy: bond.Unsaid, Closeness: bond.Unsaid, Room: bond.Unsaid}); err != nil {
			b.Fatal(err)
		}
		_ = p.Private()
	}
}

// BenchmarkTakingTenYearsAlong makes the file, and brings it along into a new
// account on another server. All must be there as it was.
func BenchmarkTakingTenYearsAlong(b *testing.B) {
	c := decadeOf(b)
	p := c.Ada.Person()
	w, err := testkit.NewWorld(2)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if err := p.Pack(passphrase); err != nil {
			b.Fatal(err)
		}
		again, err := client.Open(ctx, client.Config{Storage: memstore.New(), Transport: testkit.HandlerTransport{Handler: w.Relay}, Origin: testkit.Origin})
		if err == nil {
			err = again.SignUp(ctx, client.SignUp{Name: "Ada", Password: decade.Password, Device: "Ada’s phone"})
		}
		if err == nil {
			err = again.Person().HoldFile(bytes.NewReader(p.Packed().Bytes()))
		}
		if err != nil {
			b.Fatal(err)
		}
		brought, err := again.Person().Bring(ctx, passphrase, false)
		if err != nil || brought.New != p.Packed().Things || !reflect.DeepEqual(own(again.Person().Private()), own(p.Private())) ||
			!reflect.DeepEqual(again.Person().Past()[0].Shared.Agreements, p.Shared().Agreements) {
			b.Fatalf("%+v of %d things, %v", brought, p.Packed().Things, err)
		}
	}
	b.ReportMetric(float64(len(p.Packed().Bytes())), "B/file")
}
