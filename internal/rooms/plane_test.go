package rooms_test

import (
	"testing"

	"pleach/internal/bond"
)

// leans has somebody say how close and how free they feel, once a day.
func (b *browser) leans(days int, closeness, room bond.Slider) {
	b.t.Helper()
	for i := range days {
		d := bond.Slider(i%3 - 1)
		_, err := b.Person().Pulse(ctx, bond.Pulse{Mood: bond.Unsaid, Energy: bond.Unsaid, Closeness: closeness + 3*d, Room: room - 4*d})
		must(b.t, err)
		b.now = b.now.AddDate(0, 0, 1)
	}
}

func TestThePlaneIsThereAfterThreeWeeks(t *testing.T) {
	ada := newWorld(t).browser().signUp("Ada")
	ada.open("/map").reads("3 more weeks are needed", "What a month can feel like", "Neither near nor free")
	ada.leans(12, 80, 20)
	ada.open("/map").reads("One more week is needed").lacks("Your last weeks")
	ada.leans(9, 80, 20)
	ada.open("/map").reads("Your last weeks. Closeness: nearer to “very close”. Room for yourself: nearer to “crowded”.",
		"Very close, with little air your last weeks may lie here", "The path in words", "pulses on 21 days, and of 0 looks")
	must(t, ada.Person().Reflect(ctx, "closeness", map[string]int{"together-1": 80, "together-2": 10, "room-1": 20, "room-2": 70}))
	ada.open("/map").reads("and of 1 looks")
}

// A path is one's own: whatever Ada says, nothing on Noor's map changes.
func TestThePlaneIsNobodyElses(t *testing.T) {
	ada, noor := couple(t)
	noor.leans(28, 30, 70)
	ada.now = noor.now
	exchanged(ada, noor)
	before := noor.open("/map").html
	ada.leans(28, 90, 10)
	must(t, ada.Person().Reflect(ctx, "closeness", map[string]int{"together-1": 99, "room-1": 1}))
	exchanged(ada, noor)
	if noor.open("/map").html != before {
		t.Error("Noor's map is another after what Ada said in private")
	}
}

func TestALeafGrowsWhenAnAgreementIsLookedBackAt(t *testing.T) {
	ada, noor := couple(t)
	ada.open("/map").reads("When the two of you look back")
	day := func(n int) bond.Date { return bond.DateOf(evening.AddDate(0, 0, n)) }
	must(t, ada.Person().Agree(ctx, bond.Agreement{If: "it is Thursday", Then: "one of us cooks", Start: day(0), Review: day(14), Expires: day(40)}))
	exchanged(ada, noor)
	noor.now = evening.AddDate(0, 0, 15)
	must(t, noor.Person().Review(ctx, noor.Person().Shared().Agreements[0].ID, bond.KeptPartly))
	exchanged(ada, noor)
	for _, b := range []*browser{ada, noor} {
		b.now = noor.now
		b.open("/map").reads("If it is Thursday, then one of us cooks.", "kept in part").lacks("When the two of you look back")
	}
}
