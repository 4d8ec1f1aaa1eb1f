package content

import "testing"

func TestTheDecksAreLargeEnoughForYears(t *testing.T) {
	s := English().Shelf()
	open, _ := s.Deck("open")
	if len(open.Cards) < 90 {
		t.Errorf("%d questions, want 90", len(open.Cards))
	}
	for _, topic := range []string{"fears", "hopes", "dreams", "pain", "joy", "everyday"} {
		for depth := 1; depth <= 3; depth++ {
			n := 0
			for _, c := range open.At(depth) {
				if c.Topic == topic {
					n++
				}
			}
			if n < 4 {
				t.Errorf("%d questions about %s at depth %d, want 4", n, topic, depth)
			}
		}
	}
	novelty, _ := s.Deck("novelty")
	if len(novelty.Cards) < 60 {
		t.Errorf("%d ideas, want 60", len(novelty.Cards))
	}
	for _, c := range novelty.Cards {
		if c.Effort == 0 {
			t.Errorf("%s says no effort", c.ID)
		}
	}
}

func TestReflectionsAskInBothDirections(t *testing.T) {
	for id, want := range map[string]int{"needs": 2, "closeness": 4, "attachment": 6, "noticing": 4} {
		scale, ok := English().Shelf().Scale(id)
		if !ok {
			t.Fatalf("there is no reflection %q", id)
		}
		for _, part := range scale.Parts {
			items, reversed := scale.ItemsOf(part.ID), 0
			for _, i := range items {
				if i.Reverse {
					reversed++
				}
			}
			if len(items) < want {
				t.Errorf("%s/%s has %d items, want %d", id, part.ID, len(items), want)
			}
			if id != "needs" && (reversed == 0 || reversed == len(items)) {
				t.Errorf("%s/%s has %d of %d items reversed: agreeing with everything would look like an answer", id, part.ID, reversed, len(items))
			}
		}
	}
}

func TestEverySessionOfTheDesignIsThere(t *testing.T) {
	for id, minutes := range map[string]int{"daily": 5, "weekly": 48, "monthly": 60, "speaker-listener": 30, "repair": 30,
		"open-up": 45, "good-news": 16, "yearly": 60, "time-out": 31} {
		s, ok := English().Session(id)
		if !ok {
			t.Errorf("there is no session %q", id)
			continue
		}
		if got := s.Forms[0].Minutes; got != minutes {
			t.Errorf("%s takes %d minutes, want %d", id, got, minutes)
		}
	}
}

func TestASlipOnTheShelfIsTold(t *testing.T) {
	if _, err := LoadShelf(files, "xx"); err == nil {
		t.Error("a language that is not there was read")
	}
	for name, c := range map[string]struct {
		v    checkable
		want string
	}{
		"a scale whose item names no part": {Scale{ID: "s", Title: "S", About: "A.", Low: "l", High: "h", Parts: []Part{{"p", "P", "a", ""}},
			Items: []Item{{ID: "a", Part: "p", Ask: "a"}, {ID: "b", Part: "p", Ask: "b"}, {ID: "c", Part: "q", Ask: "c"}}}, `f: items[2].part: is "q"; name one of the parts above`},
		"a card that is there twice": {Deck{ID: "d", Title: "D", About: "A.", Cards: []Card{{ID: "a", Topic: "t", Text: "x"}, {ID: "a", Topic: "t", Text: "y"}}},
			`f: cards[1].id: "a" is there twice; give each its own id`},
	} {
		checked := &checker{file: "f"}
		c.v.check(checked)
		if checked.err == nil || checked.err.Error() != c.want {
			t.Errorf("%s: got %v, want %s", name, checked.err, c.want)
		}
	}
}
