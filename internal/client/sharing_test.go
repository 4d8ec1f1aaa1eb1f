package client_test

import (
	"strings"
	"testing"
	"time"

	"pleach/internal/bond"
)

// liveADay has somebody say how they are, morning and evening.
func (d *device) liveADay(mood int) {
	d.t.Helper()
	for _, hour := range []int{8, 21} {
		d.now = time.Date(d.now.Year(), d.now.Month(), d.now.Day(), hour, 30, 0, 0, time.UTC)
		_, err := d.Person().Pulse(ctx, bond.Pulse{Mood: bond.Slider(mood), Energy: 77, Closeness: 88, Room: 99, With: bond.Apart, Note: "a line"})
		d.must(err)
	}
	d.must(d.Person().Sync(ctx))
	d.now = d.now.Add(12 * time.Hour)
}

func (d *device) liveWeeks(weeks int) {
	d.t.Helper()
	for day := range 7 * weeks {
		d.liveADay(40 + day%30)
	}
}

// weeksOpen counts the weeks of moods that somebody can read.
func weeksOpen(d *device) int { return len(d.Person().OpenMoods()) }

// sharers are two people who are paired, on a Tuesday evening.
func sharers(t *testing.T) (ada, noor *device) {
	t.Helper()
	w := newWorld(t)
	ada, noor = w.device(), w.device()
	ada.signUp("Ada")
	noor.signUp("Noor")
	pair(ada, noor, true)
	return ada, noor
}

func TestMoodsOpenWeekByWeekWhenBothHaveChosen(t *testing.T) {
	ada, noor := sharers(t)
	ada.must(ada.Person().ShareMood(ctx, true))
	ada.liveWeeks(2)
	noor.liveWeeks(2)
	settled(ada, noor)
	if weeksOpen(ada)+weeksOpen(noor) > 0 {
		t.Fatal("weeks opened though Noor never chose")
	}
	noor.must(noor.Person().ShareMood(ctx, true))
	ada.liveWeeks(3)
	noor.liveWeeks(3)
	settled(ada, noor)
	open := noor.Person().OpenMoods()
	if weeksOpen(ada) != len(open) || len(open) < 2 {
		t.Fatalf("Ada reads %d weeks, Noor %d", weeksOpen(ada), len(open))
	}
	from := noor.Person().Sharing().From
	for i, week := range open {
		if !week.Round.End(time.UTC).After(from) || len(week.A.Moods) == 0 || len(week.B.Moods) == 0 {
			t.Errorf("week %d is %+v, and Noor's consent began at %v", i, week, from)
		}
		first := week.Round.Monday(time.UTC).Add(time.Duration(week.B.Hours[0]+1) * time.Hour)
		if first.Before(from) {
			t.Errorf("Noor gave a mood from before: %v", first)
		}
	}
	if mine := ada.Person().OpenMoods(); mine[0].A.Moods[0] != open[0].A.Moods[0] {
		t.Error("the two have the first place for different people")
	}
}

func TestWhoStopsSharingGivesNothingMore(t *testing.T) {
	ada, noor := sharers(t)
	for _, d := range []*device{ada, noor} {
		d.must(d.Person().ShareMood(ctx, true))
		d.liveWeeks(3)
	}
	settled(ada, noor)
	before := weeksOpen(noor)
	ada.must(ada.Person().ShareMood(ctx, false))
	for _, d := range []*device{ada, noor} {
		d.liveWeeks(3)
	}
	settled(ada, noor)
	if before == 0 || weeksOpen(noor) != before {
		t.Errorf("%d weeks were open before Ada stopped, %d after", before, weeksOpen(noor))
	}
}

// A second device of the same person posts no week again, and what the two give
// is moods and hours: nothing else of a pulse is in what Noor can read.
func TestTwoDevicesGiveOneWeekAndOnlyMoods(t *testing.T) {
	w := newWorld(t)
	phone, tablet, noor := w.device(), w.device(), w.device()
	phone.signUp("Ada")
	noor.signUp("Noor")
	pair(phone, noor, true)
	kit, err := phone.Person().Kit(ctx)
	phone.must(err)
	phone.must(phone.Person().ShareMood(ctx, true))
	noor.must(noor.Person().ShareMood(ctx, true))
	phone.liveWeeks(2)
	noor.liveWeeks(2)
	phone.now = phone.now.AddDate(0, 0, 1)
	tablet.now = phone.now
	tablet.must(tablet.SignIn(ctx, kit.Code(), "a long enough password", "a tablet"))
	settled(tablet, phone, noor, tablet)
	for _, d := range []*device{phone, tablet, noor} {
		if n := weeksOpen(d); n < 1 || n != weeksOpen(noor) || d.Person().Pending() > 0 || d.Person().Trouble() != nil {
			t.Errorf("%d weeks, %d pending, trouble %v", n, d.Person().Pending(), d.Person().Trouble())
		}
	}
	payload, err := bond.Encode(noor.Person().OpenMoods()[0].A)
	noor.must(err)
	for _, private := range []string{"77", "88", "99", "apart", "a line"} {
		if strings.Contains(string(payload), private) {
			t.Errorf("what Ada gave holds %q: %s", private, payload)
		}
	}
}

func TestAPhoneThatWasSetBackStillGivesItsWeek(t *testing.T) {
	w := newWorld(t)
	disk := newDisk()
	ada, noor := w.deviceOn(disk), w.device()
	ada.signUp("Ada")
	noor.signUp("Noor")
	pair(ada, noor, true)
	for _, d := range []*device{ada, noor} {
		d.must(d.Person().ShareMood(ctx, true))
		d.must(d.Person().Sync(ctx))
	}
	backup := disk.backup()
	ada.liveWeeks(2)
	ada.setBack(w, backup)
	settled(ada)
	noor.liveWeeks(2)
	settled(noor, ada, noor)
	if weeksOpen(ada) == 0 || weeksOpen(ada) != weeksOpen(noor) {
		t.Errorf("Ada reads %d weeks, Noor %d", weeksOpen(ada), weeksOpen(noor))
	}
}
