package e2e

import "testing"

// everyRoom are rooms and forms by their address.
var everyRoom = []string{
	"/", "/appreciation", "/checkin", "/session/repair", "/open", "/open/card?depth=2", "/open/write", "/open/addcard",
	"/grow", "/grow/add?kind=experiment", "/grow/new", "/grow/draw", "/grow/agreement", "/grow/back", "/agreements",
	"/ground", "/ground/exercises", "/ground/exercise/square", "/reflect/needs", "/reflected/needs", "/wish", "/resources",
	"/patterns", "/pattern/pleasing", "/cycle", "/cycle/draw", "/map", "/map/pleach", "/map/mood", "/history",
	"/safe", "/safe/look", "/settings", "/settings/kit",
}

// Whoever goes through the rooms with a screen reader hears what each thing is
// that takes the focus.
func TestEveryRoomSaysWhatIsInIt(t *testing.T) {
	ada, _ := theSampleCouple(t)
	for _, room := range everyRoom {
		ada.goesTo(room)
		ada.inspect()
		ada.namesEverything()
	}
}
