package replica_test

import (
	"fmt"
	"testing"

	"pleach/internal/replica"
	"pleach/internal/testkit"
)

// Ten years of one couple: 15,000 entries of two devices, and an answer of each
// to every week's gate. Under node:
//
//	GOOS=js GOARCH=wasm go test ./internal/replica -run NONE -bench Open \
//	    -exec "$(go env GOROOT)/lib/wasm/go_js_wasm_exec"
const (
	tenYears = 15_000
	weeks    = 520
)

// history is made once and shared by the benchmarks, which do not change it.
var history struct {
	couple
	made bool
}

func tenYearsOf(b *testing.B) couple {
	b.Helper()
	if history.made {
		return history.couple
	}
	w := newCouple(b, 40)
	ada, noor := w.both()
	payload := []byte("pulse/1 2026-11-24T06:37:00+01:00 5 6 4 7 together a line of text that somebody wrote about the day")
	for done, week := 0, 0; done < tenYears; week++ {
		for _, r := range []*replica.Replica{ada, noor} {
			batch := make([][]byte, 14)
			for i := range batch {
				batch[i] = fmt.Appendf(nil, "%s %d %d", payload, week, i)
			}
			_, err := r.Append(ctx, batch...)
			ok(b, err)
			done += len(batch)
			if week < weeks {
				gate := thisWeek
				gate[0], gate[1] = byte(week>>8), byte(week)
				ok(b, r.Answer(ctx, gate, payload))
			}
		}
		if week%20 == 0 {
			syncAll(b, ada, noor)
		}
	}
	syncAll(b, ada, noor, ada)
	history.couple, history.made = w, true
	return w
}

// openBench opens Ada's space from a disk.
func openBench(b *testing.B, l *testkit.MemLocal, w couple) {
	cfg := must[replica.Config](b)(w.ada.Config(w.space))
	cfg.Local = l
	for b.Loop() {
		r := must[*replica.Replica](b)(replica.Open(ctx, cfg))
		if n := len(r.Entries()); n < tenYears {
			b.Fatalf("%d entries", n)
		}
	}
}

func BenchmarkOpenTenYearsCold(b *testing.B) {
	w := tenYearsOf(b)
	openBench(b, w.ada.Local(w.space).Copy(), w)
}

func BenchmarkOpenTenYearsFromSnapshot(b *testing.B) {
	w := tenYearsOf(b)
	cfg := must[replica.Config](b)(w.ada.Config(w.space))
	l := w.ada.Local(w.space).Copy()
	cfg.Local = l
	ok(b, must[*replica.Replica](b)(replica.Open(ctx, cfg)).Snapshot(ctx))
	openBench(b, l, w)
}

func BenchmarkPullTenYears(b *testing.B) {
	w := tenYearsOf(b)
	for b.Loop() {
		desk := must[*testkit.Device](b)(w.ada.Person.Device(ctx))
		r := w.open(desk)
		syncAll(b, r)
		b.StopTimer()
		if n := len(r.Entries()); n < tenYears {
			b.Fatalf("%d entries", n)
		}
		b.StartTimer()
	}
}

func BenchmarkAppendToTenYears(b *testing.B) {
	w := tenYearsOf(b)
	cfg := must[replica.Config](b)(w.ada.Config(w.space))
	cfg.Local = w.ada.Local(w.space).Copy()
	r := must[*replica.Replica](b)(replica.Open(ctx, cfg))
	for b.Loop() {
		_, err := r.Append(ctx, []byte("one more line"))
		ok(b, err)
	}
}
