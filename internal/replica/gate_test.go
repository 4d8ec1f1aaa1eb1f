package replica_test

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pleach/internal/remote"
	"pleach/internal/replica"
	"pleach/internal/testkit"
	"pleach/wire"
)

var thisWeek = wire.ID{7, 7, 7}

func wantAnswers(t tb, r *replica.Replica, want ...string) {
	t.Helper()
	if got := answers(r, thisWeek); !slices.Equal(got, want) {
		t.Fatalf("the gate shows %q, want %q", got, want)
	}
}

func answer(t tb, r *replica.Replica, text string) {
	t.Helper()
	ok(t, r.Answer(ctx, thisWeek, []byte(text)))
}

func TestAnswersShowWhenBothHaveAnswered(t *testing.T) {
	for _, adaStrict := range []bool{false, true} {
		for _, noorStrict := range []bool{false, true} {
			t.Run(fmt.Sprintf("strict %v and %v", adaStrict, noorStrict), func(t *testing.T) {
				c := newCouple(t, 20)
				c.ada.Strict, c.noor.Strict = adaStrict, noorStrict
				ada, noor := c.both()
				answer(t, ada, "Ada's")
				syncAll(t, ada, noor)
				wantAnswers(t, ada)
				wantAnswers(t, noor)
				answer(t, noor, "Noor's")
				wantAnswers(t, noor)
				syncAll(t, noor, ada, noor, ada)
				wantAnswers(t, ada, "Ada's", "Noor's")
				wantAnswers(t, noor, "Ada's", "Noor's")
				for _, r := range []*replica.Replica{c.open(c.ada), c.open(c.noor)} {
					wantAnswers(t, r, "Ada's", "Noor's")
				}
				tablet := must[*testkit.Device](t)(c.noor.Person.Device(ctx))
				fresh := c.open(tablet)
				syncAll(t, fresh)
				wantAnswers(t, fresh, "Ada's", "Noor's")
			})
		}
	}
}

func TestAnAnswerSurvivesAClosedTab(t *testing.T) {
	c := newCouple(t, 21)
	ada, noor := c.both()
	c.ada.Network.Cut(true)
	answer(t, ada, "Ada's")
	ada = c.open(c.ada)
	if posted, found := ada.Posted(thisWeek); !found || string(posted) != "Ada's" {
		t.Fatalf("Posted gives %q, %v", posted, found)
	}
	answer(t, ada, "Ada's")
	if err := ada.Answer(ctx, thisWeek, []byte("another")); !errors.Is(err, replica.ErrAnswered) {
		t.Fatalf("a second answer gives %v", err)
	}
	c.ada.Network.Cut(false)
	answer(t, noor, "Noor's")
	syncAll(t, noor, ada, noor)
	wantAnswers(t, ada, "Ada's", "Noor's")
	wantAnswers(t, noor, "Ada's", "Noor's")
}

func TestTheFasterOfTwoDevicesAnswers(t *testing.T) {
	c := newCouple(t, 22)
	phone, noor := c.both()
	desk := must[*testkit.Device](t)(c.ada.Person.Device(ctx))
	laptop := c.open(desk)
	syncAll(t, laptop)
	answer(t, phone, "from the phone")
	answer(t, laptop, "from the laptop")
	write(t, laptop, "after that")
	syncAll(t, phone)
	if err := laptop.Sync(ctx); !errors.Is(err, replica.ErrAnswered) {
		t.Fatalf("Sync of the slower device gives %v", err)
	}
	syncAll(t, laptop)
	if laptop.Pending() != 0 {
		t.Fatalf("%d wait behind a refused answer", laptop.Pending())
	}
	answer(t, noor, "Noor's")
	syncAll(t, noor, laptop, phone)
	for _, r := range []*replica.Replica{noor, laptop, phone} {
		wantAnswers(t, r, "Noor's", "from the phone")
		wantTexts(t, r, "after that")
	}
}

// received is everything that a device got from the relay, one line a request.
// Of commits, which are made before the story begins and with randomness that
// no seed reaches, only their size.
func received(d *testkit.Device) *strings.Builder {
	var b strings.Builder
	d.Network.Record(func(r remote.Request, resp remote.Response) {
		if strings.Contains(r.Path, "/commits?") {
			resp.Body = fmt.Append(nil, len(resp.Body))
		}
		fmt.Fprintf(&b, "%s %s %d %v %q\n", r.Method, r.Path, resp.Status, resp.Header, resp.Body)
	})
	return &b
}

// TestNothingTellsThatTheOtherHasAnswered runs two worlds from one seed. In one
// of them Ada answers and Noor does not know. Every byte that reaches Noor
// until she answers is the same in both.
func TestNothingTellsThatTheOtherHasAnswered(t *testing.T) {
	for _, strict := range []bool{false, true} {
		transcripts := map[bool]string{}
		for _, answers := range []bool{false, true} {
			c := newCouple(t, 23)
			c.ada.Strict = strict
			ada, noor := c.both()
			write(t, ada, "hello")
			syncAll(t, ada)
			got := received(c.noor)
			syncAll(t, noor)
			if answers {
				answer(t, ada, "Ada's")
			}
			syncAll(t, ada, noor)
			write(t, noor, "thinking")
			syncAll(t, noor, ada, noor)
			answer(t, noor, "Noor's")
			c.noor.Network.After(untilPosted(got, transcripts, answers))
			syncAll(t, noor)
		}
		if transcripts[true] == "" || transcripts[true] != transcripts[false] {
			t.Fatalf("strict %v: what Noor received differs:%s", strict, firstDifference(transcripts[false], transcripts[true]))
		}
		if strings.Count(transcripts[true], "\n") < 8 {
			t.Fatalf("the transcript is too short to tell anything:\n%s", transcripts[true])
		}
	}
}

func firstDifference(a, b string) string {
	as, bs := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range min(len(as), len(bs)) {
		if as[i] != bs[i] {
			return fmt.Sprintf("\n%.400s\n%.400s", as[i], bs[i])
		}
	}
	return fmt.Sprintf(" %d and %d lines", len(as), len(bs))
}

// untilPosted keeps the transcript up to and with the answer to the own post.
func untilPosted(got *strings.Builder, transcripts map[bool]string, key bool) func(remote.Request, *remote.Response) error {
	return func(r remote.Request, resp *remote.Response) error {
		if r.Method == "PUT" && transcripts[key] == "" {
			transcripts[key] = fmt.Sprintf("%s%s %d %q\n", got, r.Path, resp.Status, resp.Body)
		}
		return nil
	}
}

// TestStrictModeGivesTheRelayNoKey: until Noor's answer is in, nothing that Ada
// sent, taken together, has her answer's key; without strict mode it does.
func TestStrictModeGivesTheRelayNoKey(t *testing.T) {
	for _, strict := range []bool{false, true} {
		c := newCouple(t, 24)
		c.ada.Strict = strict
		ada, noor := c.both()
		var sent bytes.Buffer
		keys := 0
		c.ada.Network.Before(func(r remote.Request) error {
			if strings.HasSuffix(r.Path, "/key") {
				keys++
			}
			if r.Method == "PUT" && !strings.HasSuffix(r.Path, "/key") {
				a, err := wire.ParseAnswer(r.Body)
				ok(t, err)
				sent.Write(a.Wrap)
			}
			return nil
		})
		answer(t, ada, "Ada's")
		syncAll(t, ada, noor, ada)
		if (sent.Len() == 0) != strict || keys != 0 {
			t.Fatalf("strict %v: %d bytes of key sent with the answer, %d keys after it", strict, sent.Len(), keys)
		}
		answer(t, noor, "Noor's")
		syncAll(t, noor)
		if strict {
			wantAnswers(t, noor)
		}
		syncAll(t, ada, noor, ada)
		wantAnswers(t, noor, "Ada's", "Noor's")
		if strict != (keys == 1) {
			t.Fatalf("strict %v: %d keys were released", strict, keys)
		}
	}
}

func TestAnAnswerThatDoesNotFitIsRefused(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*wire.Answer)
		want   error
	}{
		"another body":     {func(a *wire.Answer) { a.Body[40] ^= 1 }, replica.ErrBadSignature},
		"another key":      {func(a *wire.Answer) { a.Wrap[40] ^= 1 }, replica.ErrSplice},
		"another space":    {func(a *wire.Answer) { a.Space[0] ^= 1 }, replica.ErrSplice},
		"another device":   {func(a *wire.Answer) { a.Device[0] ^= 1 }, replica.ErrNotMember},
		"another gate":     {func(a *wire.Answer) { a.Gate[0] ^= 1 }, replica.ErrBadSignature},
		"an unknown epoch": {func(a *wire.Answer) { a.Epoch = 8 }, replica.ErrEpochUnknown},
	} {
		t.Run(name, func(t *testing.T) {
			w := newCouple(t, 25)
			ada, noor := w.both()
			answer(t, ada, "Ada's")
			answer(t, noor, "Noor's")
			syncAll(t, ada)
			adasDevice := wire.ID(must[replica.Config](t)(w.ada.Config(w.space)).Device.ID())
			lie(t, w.noor, func(items []wire.Item) []wire.Item {
				for i, it := range items {
					a, err := wire.ParseAnswer(it.Data)
					if it.Kind == wire.ItemAnswer && err == nil && a.Device == adasDevice {
						c.change(&a)
						items[i].Data = a.Append(nil)
					}
				}
				return items
			})
			err := noor.Sync(ctx)
			if !errors.Is(err, c.want) || !errors.Is(noor.Trouble(), c.want) {
				t.Fatalf("Sync gives %v, want %v", err, c.want)
			}
			wantAnswers(t, noor)
			w.noor.Network.After(nil)
			syncAll(t, noor, ada)
			wantAnswers(t, noor, "Ada's", "Noor's")
		})
	}
}
