package rooms_test

import (
	"regexp"
	"strings"
	"testing"

	"pleach/internal/bond"
)

// drawn is the picture on view, without what is under the ground.
func (b *browser) drawn(class string) []string {
	return regexp.MustCompile(`<path class="`+class+`" d="([^"]+)"`).FindAllString(b.html, -1)
}

func TestThePleachGrowsFromWhatTheTwoDo(t *testing.T) {
	ada, noor := couple(t)
	ada.open("/map").reads("The pleach", "Two stems stand side by side").click("Look at it closely").at("/map/pleach")
	ada.reads("Your roots", "The roots of Noor are Noor’s own", "The weave", "The leaves").lacks("thanks")
	bare := len(ada.drawn("leaf"))
	must(t, ada.Person().Ground(ctx, "long-breath"))
	for range 3 {
		must(t, ada.Person().Appreciate(ctx, "For the soup.", false))
	}
	must(t, noor.Person().PlanNew(ctx, "", "swim in the rain"))
	exchanged(ada, noor)
	must(t, ada.Person().LookAt(ctx, ada.Person().Shared().Grow.Plans[0].ID, bond.Done, ""))
	exchanged(ada, noor)
	ada.open("/map/pleach").reads("have crossed", "coming back to yourself", "thanks", "new things that you did")
	noor.open("/map/pleach").reads("have crossed", "thanks").lacks("coming back to yourself")
	if a, n := ada.drawn("leaf"), noor.drawn("leaf"); len(a) != bare+1 || strings.Join(a, "") != strings.Join(n, "") {
		t.Errorf("%d leaves, %d on Noor's device, and %d before", len(a), len(n), bare)
	}
	for _, class := range []string{"stem-one", "stem-two", "halo", "bough"} {
		if strings.Join(ada.drawn(class), "") != strings.Join(noor.drawn(class), "") {
			t.Errorf("%s is not the same on both devices", class)
		}
	}
}

// What was taken back, undone or let go has left its growth.
func TestThePleachStaysWhenSomethingIsTakenBack(t *testing.T) {
	ada, _ := couple(t)
	for range 3 {
		must(t, ada.Person().Appreciate(ctx, "For the soup.", false))
	}
	id, err := ada.Person().Pulse(ctx, bond.Pulse{Mood: 40, Energy: bond.Unsaid, Closeness: bond.Unsaid, Room: bond.Unsaid})
	must(t, err)
	before := ada.open("/map/pleach").html
	must(t, ada.Person().UndoPulse(ctx, id))
	must(t, ada.Person().TakeBack(ctx, ada.Person().Shared().Appreciations[0].ID))
	if ada.open("/map/pleach").html != before {
		t.Error("the picture is another after something was taken back")
	}
}

// Safety rule 5: nothing under the ground is known to the other.
func TestNoorsPictureKnowsNothingOfAdasRoots(t *testing.T) {
	ada, noor := couple(t)
	exchanged(ada, noor)
	before := noor.open("/map/pleach").html
	for range 20 {
		must(t, ada.Person().Ground(ctx, "square"))
	}
	must(t, ada.Person().KeepResource(ctx, bond.Inside, "the smell of rain"))
	exchanged(ada, noor)
	if noor.open("/map/pleach").html != before {
		t.Error("Noor's picture is another after what Ada did for herself")
	}
}

func TestThePleachOfSomebodyWhoIsAlone(t *testing.T) {
	ada := newWorld(t).browser().signUp("Ada")
	ada.open("/map").reads("A stem on roots of its own").open("/map/pleach").reads("It is whole as it is", "Your roots").lacks("The weave", "Two stems")
}
