package rooms_test

import (
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pleach/internal/bond"
	"pleach/internal/client"
	"pleach/internal/client/memstore"
	"pleach/internal/content"
)

// lives has somebody say how they are, about eight and about twenty o'clock for
// some days, as mood tells for the hours since the stories begin.
func (b *browser) lives(days int, mood func(hour float64) float64) {
	b.t.Helper()
	for range days {
		for _, hour := range []int{8, 20} {
			b.now = time.Date(b.now.Year(), b.now.Month(), b.now.Day(), hour, b.now.YearDay()*37%60, 0, 0, time.UTC)
			m := bond.Slider(math.Round(min(max(mood(b.now.Sub(evening).Hours()), 0), 100)))
			_, err := b.Person().Pulse(ctx, bond.Pulse{Mood: m, Energy: 1, Closeness: 2, Room: 3, With: bond.Apart})
			must(b.t, err)
		}
		b.now = time.Date(b.now.Year(), b.now.Month(), b.now.Day()+1, 6, 0, 0, 0, time.UTC)
	}
}

func choose(b *browser, do string) *browser {
	b.t.Helper()
	return b.open("/map").open("/map/mood").send("/map/mood", "do", do).at("/map")
}

// exchanged takes both to where each has what the other gave.
func exchanged(ada, noor *browser) {
	for range 2 {
		ada.sync()
		noor.sync()
	}
}

func TestTheMapOfSomebodyWhoIsAlone(t *testing.T) {
	ada := newWorld(t).browser().signUp("Ada")
	ada.open("/").click("Map").at("/map").reads("Only you", "About 14 more days", "This needs two")
	ada.lives(13, func(float64) float64 { return 50 })
	ada.open("/map").reads("About one more day")
	if ada.open("/map/mood").status != 422 {
		t.Errorf("sharing with nobody: %d", ada.status)
	}
}

func TestMyRhythmIsThereAfterTwoWeeks(t *testing.T) {
	ada := newWorld(t).browser().signUp("Ada")
	r := seededNormal(3)
	ada.lives(40, func(h float64) float64 { return 50 + 12*float64(int(h+1000*24+23)/12%2) + 4*r() })
	ada.open("/map").reads("Mon Tue Wed Thu Fri Sat Sun", "Morning", "Evening", "From 80 moods over 40 days", "half of that is gone")
	ada.reads("Evenings tend to be brighter than mornings", "Weekends and other days: no difference")
}

func TestAYesIsReadBeforeItIsGiven(t *testing.T) {
	ada, _ := couple(t)
	ada.lives(10, func(h float64) float64 { return 80 })
	ada.open("/map").reads("If both of you choose", "Whether Noor has chosen does not show").click("Look at what it means")
	ada.reads("Share your mood?", "as Noor would get it", "Last week, as an example", "Tuesday, 08:", "nearer to “bright”", "takes nothing from before")
	ada.click("Not now").at("/map").reads("If both of you choose")
	choose(ada, "on").reads("It begins a day after you chose").click("Take it back").send("/map/mood", "do", "off").reads("If both of you choose")
}

// Both say yes on one evening. What they say from a day later on opens week by
// week; with three weeks there is not enough to tell, and after months there is
// an answer on both devices, in the same words.
func TestWhatOurMoodsSay(t *testing.T) {
	ada, noor := couple(t)
	choose(ada, "on")
	choose(noor, "on")
	together, a, n := seededNormal(1), seededNormal(2), seededNormal(3)
	shared := map[float64]float64{}
	tide := func(h float64) float64 {
		if _, ok := shared[h]; !ok {
			shared[h] = 12 * together()
		}
		return shared[h]
	}
	days := func(days int) {
		ada.lives(days, func(h float64) float64 { return 55 + tide(h) + 6*a() })
		noor.lives(days, func(h float64) float64 { return 60 + tide(h) + 6*n() })
		exchanged(ada, noor)
	}
	days(6)
	for _, b := range []*browser{ada, noor} {
		b.open("/map").reads("Each week of your moods is sealed")
	}
	days(22)
	for _, b := range []*browser{ada, noor} {
		b.open("/map").reads("There is not enough to tell yet", "more days are needed")
	}
	days(56)
	for _, b := range []*browser{ada, noor} {
		b.open("/map").reads("Your moods tend to move together", "fits best", "does not say why", "The same in words, week by week")
	}
	if ours(ada) != ours(noor) {
		t.Errorf("the two read different things:\n%s\n%s", ours(ada), ours(noor))
	}
	ada.open("/settings").reads("Moods, by the week, when both give theirs", "so far").click("Stop it on the Map")
	ada.send("/map/mood", "do", "off").at("/map").reads("If both of you choose").lacks("tend to move together")
	noor.sync().open("/map").reads("Your moods tend to move together")
	noor.lives(14, func(float64) float64 { return 50 })
	exchanged(ada, noor)
	noor.open("/map").reads("Each week of your moods is sealed").lacks("tend to move together")
}

// ours is what the map says of the two.
func ours(b *browser) string {
	return b.page.find("section", func(e *node) bool { return e.attr["id"] == "ours" })[0].words()
}

// TestNothingTellsWhetherTheOtherSharesMood lives five weeks in worlds that
// differ in one thing: what Ada chose. Noor, who never chose, and Noor, who
// did, see the same in all of them, byte by byte: until both have given a week
// nothing of a choice shows.
func TestNothingTellsWhetherTheOtherSharesMood(t *testing.T) {
	worlds := map[string]func(ada *browser){
		"nothing":           func(*browser) {},
		"yes":               func(ada *browser) { choose(ada, "on") },
		"yes, and no again": func(ada *browser) { choose(ada, "on"); choose(ada, "off") },
	}
	for name, noorChose := range map[string]bool{"Noor who never chose": false, "Noor who said yes": true} {
		var first map[string]string
		for _, did := range slices.Sorted(maps.Keys(worlds)) {
			if noorChose && did == "yes" {
				continue // then both have chosen, and weeks open
			}
			seen := noorsWeeks(t, worlds[did], noorChose)
			if first == nil {
				first = seen
			}
			for page, html := range seen {
				if html != first[page] {
					t.Errorf("%s: when Ada chose %q, %s is another:\n%s\n%s", name, did, page, html, first[page])
				}
			}
		}
	}
}

func noorsWeeks(t *testing.T, adaDid func(*browser), noorChose bool) map[string]string {
	w := newWorld(t)
	ada := w.browserWith(client.Config{Storage: memstore.New(), Rand: seeded("ada")}, content.English())
	noor := w.browserWith(client.Config{Storage: memstore.New(), Rand: seeded("noor")}, content.English())
	ada.signUp("Ada")
	noor.signUp("Noor")
	meet(ada, noor)
	adaDid(ada)
	if noorChose {
		choose(noor, "on")
	}
	seen := map[string]string{}
	for week := range 5 {
		for _, b := range []*browser{ada, noor} {
			b.lives(7, func(h float64) float64 { return 50 + 20*math.Sin(h) })
		}
		exchanged(ada, noor)
		for _, path := range []string{"/", "/map", "/map/mood", "/settings", "/history"} {
			html := noor.open(path).html
			seen[path+" after week "+strconv.Itoa(week+1)] = strings.ReplaceAll(html, strings.TrimPrefix(w.origin, "http://"), "HOST")
		}
	}
	return seen
}
