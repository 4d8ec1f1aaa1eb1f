package rooms

import (
	"time"

	"pleach/internal/bond"
	"pleach/internal/screens"
	"pleach/wire"
)

// pair is the two people as screens show them. Colour and shape are the same
// on both people's devices: whoever invited has the first.
type pair struct {
	me      screens.Person
	partner *screens.Person // nil when alone
	self    wire.ID         // member ids in the shared space
	other   wire.ID
}

func (v *visit) pair() pair {
	p := pair{me: screens.Person{Name: v.p.Private().Name, Slot: 1, Me: true}}
	partner, ok := v.p.Partner()
	if !ok {
		return p
	}
	p.self, p.other = v.p.Self(), partner.Member
	slot := 2
	if !partner.Pair.Inviter {
		p.me.Slot, slot = 2, 1
	}
	p.partner = &screens.Person{Name: partner.Name, Slot: slot}
	return p
}

// of is who wrote something in the shared space.
func (p pair) of(member wire.ID) screens.Person {
	if member == p.self || p.partner == nil {
		return p.me
	}
	return *p.partner
}

// slots are the two in the order of their slots.
func (p pair) slots() (one, two screens.Person) {
	if p.partner == nil {
		return p.me, screens.Person{Slot: 2}
	}
	if p.me.Slot == 1 {
		return p.me, *p.partner
	}
	return *p.partner, p.me
}

func (v *visit) when(t time.Time) string { return v.text.When(t.In(v.Zone), v.now) }

func (v *visit) day(d bond.Date) string { return v.text.Day(d.In(v.Zone), v.now) }

func (v *visit) today() bond.Date { return bond.DateOf(v.now) }

func (v *visit) week(r bond.Round) string { return v.text.Week(r.Monday(v.Zone), v.now) }
