package bond

// carried are the kinds of the private space that a person may take along into
// another account: what they wrote and chose. The rest belongs to this account,
// its keys, devices and pairings, and would do harm in another one. A name and
// copies travel too, in another form.
var carried = names(
	SettingsSet{}, PulseTaken{}, PulseUndone{}, AnswersKept{}, RoundSkipped{}, MoodSharing{}, MoodWeekGiven{},
	AppreciationKept{}, Reflected{}, WishKept{}, ResourceKept{}, ResourceDropped{}, Grounded{}, PatternKept{}, CycleDrawn{},
	DisclosureKept{}, Emptied{}, CardAdded{}, CardDrawn{}, Paused{},
)

func names(events ...Event) map[string]bool {
	m := make(map[string]bool, len(events))
	for _, e := range events {
		m[e.Kind()] = true
	}
	return m
}

// Carried reports whether a private event may be taken along into another
// account. What is no event, and what a newer version wrote, may not: nobody
// here knows what it does.
func Carried(payload []byte) bool {
	e, err := Decode(payload)
	if err != nil || !carried[e.Kind()] {
		return false
	}
	if left, ok := e.(Emptied); ok {
		inner, err := Decode([]byte(left.Event))
		return err == nil && carried[inner.Kind()]
	}
	return true
}

// Erased names what a private event stands in the place of, when its words were
// erased, and what it is about, when they were not. An event is not brought back
// when its erasure is there already. "" is for every other event.
func Erased(e Event) (stands, about string) {
	if left, ok := e.(Emptied); ok {
		inner, err := Decode([]byte(left.Event))
		if err != nil {
			return "", ""
		}
		_, stands = Erased(inner)
		return stands, ""
	}
	if id, _, ok := Empty(e); ok {
		return "", e.Kind() + " " + id.String()
	}
	return "", ""
}
