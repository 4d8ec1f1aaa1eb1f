package replica_test

import (
	"errors"
	"slices"
	"testing"

	"pleach/internal/replica"
	"pleach/wire"
)

// attack is something that Noor's modified client does to Ada.
type attack struct {
	name  string
	relay wire.Code // what an honest relay says to it; "" where it cannot know
	want  error     // the trouble that Ada's device names; nil: a harmless end
	do    func(*modified) forgery
	// shown is what stands under Noor's name afterwards besides "Noor's".
	shown []string
	// released: Noor's answer is in, so Ada's key goes out, as it does to an
	// honest Noor.
	released bool
	// stops: nothing of Ada's goes out any more. Otherwise what she writes
	// afterwards reaches the relay.
	stops bool
}

func partnerAttacks() []attack {
	return slices.Concat(authorshipAttacks, orderAttacks, sealAttacks, erasureAttacks, gateAttacks, memoryAttacks, commitAttacks)
}

// TestAPartnerWithAModifiedClient: whatever Noor signs with her own keys, what
// Ada wrote stands as she wrote it and under her name alone, her answer stays
// closed, the lie has a name, and her words still go out, where sharing does not
// stop altogether.
func TestAPartnerWithAModifiedClient(t *testing.T) {
	for _, a := range partnerAttacks() {
		t.Run(a.name, func(t *testing.T) {
			m := newModified(t, 60)
			m.tell(a.do(m))
			if m.refused != a.relay {
				t.Errorf("the relay says %q, want %q", m.refused, a.relay)
			}
			m.calls = 0
			wantNamed(t, m.phone, a.want)
			if m.calls > 12 {
				t.Errorf("the phone made %d calls", m.calls)
			}
			m.wantReached()
			wantUntouched(t, m, a)
			wantGoesOn(t, m, a)
			if m.released > 0 != a.released {
				t.Errorf("%d keys of Ada's answer were released", m.released)
			}
		})
	}
}

func wantNamed(t *testing.T, r *replica.Replica, want error) {
	t.Helper()
	err := r.Sync(ctx)
	if want == nil && (err != nil || r.Trouble() != nil) {
		t.Errorf("Sync gives %v, Trouble %v, want none", err, r.Trouble())
	}
	if want != nil && (!errors.Is(err, want) || !errors.Is(r.Trouble(), want)) {
		t.Errorf("Sync gives %v, Trouble %v, want %v", err, r.Trouble(), want)
	}
}

// by are the texts under a person's name.
func by(r *replica.Replica, author wire.ID) (texts []string) {
	for _, e := range r.Entries() {
		if e.Author == author {
			texts = append(texts, string(e.Payload))
		}
	}
	slices.Sort(texts)
	return texts
}

// wantUntouched looks at Ada's phone as it is, and as it is opened again.
func wantUntouched(t *testing.T, m *modified, a attack) {
	t.Helper()
	ada, noor := m.phone.Self(), m.noor.Self()
	for name, r := range map[string]*replica.Replica{"open": m.phone, "opened again": m.seated(m.ada)} {
		if got, want := by(r, ada), []string{"Ada's", "Ada's, from the laptop"}; !slices.Equal(got, want) {
			t.Errorf("%s: under Ada's name stands %q, want %q", name, got, want)
		}
		if got, want := by(r, noor), slices.Sorted(slices.Values(append([]string{"Noor's"}, a.shown...))); !slices.Equal(got, want) {
			t.Errorf("%s: under Noor's name stands %q, want %q", name, got, want)
		}
		if posted, found := r.Posted(thisWeek); !found || string(posted) != adaAnswers {
			t.Errorf("%s: Ada's own answer is %q", name, posted)
		}
		if len(r.Entries()) != len(by(r, ada))+len(by(r, noor)) || !slices.Contains(r.Members(), ada) || len(r.Members()) > 2 {
			t.Errorf("%s: somebody else is there: members %v", name, r.Members())
		}
	}
}

// wantGoesOn has Ada write on after the attack.
func wantGoesOn(t *testing.T, m *modified, a attack) {
	t.Helper()
	write(t, m.phone, "Ada's, later")
	wantNamed(t, m.phone, a.want)
	if a.stops != (m.phone.Pending() > 0) {
		t.Errorf("%d entries of Ada's wait, stops is %v", m.phone.Pending(), a.stops)
	}
	want := []string{"Ada's", "Ada's, from the laptop", "Ada's, later"}
	for _, r := range []*replica.Replica{m.phone, m.seated(m.ada)} {
		if got := by(r, r.Self()); !slices.Equal(got, want) {
			t.Errorf("afterwards Ada has %q", got)
		}
	}
}
