package rooms

import (
	"net/http"
	"time"

	"pleach/internal/bond"
	"pleach/internal/content"
	"pleach/internal/screens"
)

// otherSessions are all but the weekly one.
func (v *visit) otherSessions() []content.Session {
	var others []content.Session
	for _, s := range v.Library.Sessions {
		if s.ID != weekly {
			others = append(others, s)
		}
	}
	return others
}

// writesFirst reports whether a session's talk still waits for answers: a
// regular one with questions begins when both have answered them. One for a
// special moment never waits.
func (v *visit) writesFirst(s content.Session, r bond.Round) bool {
	return len(s.Prepare) > 0 && s.Rhythm != content.AnyTime && len(v.p.Round(r).Opened) < 2
}

// over is what stands above a round's page: the week, and which session it is
// of when it is not the weekly one.
func (v *visit) over(r bond.Round) string {
	if r.Session == weekly {
		return v.week(r)
	}
	return v.text.Say("session.over", "name", v.session(r).Title, "week", v.week(r))
}

// sessionRoom tells what a session is, and leads into it.
func (v *visit) sessionRoom() error {
	session, ok := v.Library.Session(v.r.PathValue("session"))
	if !ok {
		return errNowhere
	}
	r := bond.RoundAt(session.ID, v.now)
	view := screens.SessionView{Session: session, Partner: v.pair().partner, Round: r.String(), WriteFirst: v.writesFirst(session, r)}
	if len(session.Prepare) > 0 {
		view.Prepare = &screens.RoundLine{Round: r.String(), Week: v.week(r), State: v.roundState(r), URL: v.roundURL(r)}
	}
	if t := v.p.Round(r).Talk; t != nil && !t.Ended {
		view.Talk = t.ID.String()
	}
	f := v.frame(session.Title, screens.RoomCheckin)
	return v.show(http.StatusOK, f, screens.SessionPage(v.text, f, view))
}

// talkTitle is what history calls a talk.
func (v *visit) talkTitle(r bond.Round) string {
	if r.Session == weekly {
		return v.text.Say("history.talk")
	}
	return v.session(r).Title
}

// talkedURL is where a talk of the past leads: to its answers, if there are any.
func (v *visit) talkedURL(r bond.Round) string {
	if len(v.session(r).Prepare) == 0 {
		return "/session/" + r.Session
	}
	return v.roundURL(r)
}

// openTalk is a talk under way, for the page of the day; nil without one.
func (v *visit) openTalk() *screens.OpenTalk {
	s := v.p.Shared()
	if s == nil {
		return nil
	}
	var newest *screens.OpenTalk
	var at time.Time
	for r, t := range s.Talks {
		if t.Ended || t.At.Before(v.now.Add(-12*time.Hour)) && t.Until.Before(v.now) || t.At.Before(at) {
			continue
		}
		at = t.At
		newest = &screens.OpenTalk{Title: v.session(r).Title, URL: "/talk/" + t.ID.String()}
		if t.Until.After(v.now) {
			newest.Until = v.soon(t.Until)
		}
	}
	return newest
}

// cardOnTable is the question that lies on the table.
func (v *visit) cardOnTable(t talk) *screens.CardView {
	var ids []string
	cards := map[string]string{}
	for _, c := range v.questions(t.Depth, false) {
		ids = append(ids, c.ID)
		cards[c.ID] = c.Text
	}
	if len(ids) == 0 || t.Card < 0 {
		return nil
	}
	return &screens.CardView{Text: cards[bond.Shuffled(v.p.SharedID(), ids)[t.Card%len(ids)]]}
}

// comingBack is the time that was chosen: in some minutes, or tomorrow at nine.
func (v *visit) comingBack() time.Time {
	if v.field("back") == "tomorrow" {
		y, m, d := v.now.AddDate(0, 0, 1).Date()
		return time.Date(y, m, d, 9, 0, 0, 0, v.now.Location())
	}
	return v.now.Add(time.Duration(min(max(v.number("back"), 20), 24*60)) * time.Minute).Truncate(time.Minute)
}

// soon says a time of today or tomorrow.
func (v *visit) soon(at time.Time) string {
	at = at.In(v.now.Location())
	clock := at.Format("15:04")
	if bond.DateOf(at) == bond.DateOf(v.now) {
		return clock
	}
	return v.text.Say("soon.day", "day", v.text.Day(at, v.now), "clock", clock)
}

// lookBack is what the two did in a year: agreements that were kept, and
// appreciations, newest first.
func (v *visit) lookBack(pair pair) (kept []screens.AgreementView, letters []screens.LetterView) {
	const most = 12
	s, since := v.p.Shared(), v.now.AddDate(-1, 0, 0)
	for i := len(s.Agreements) - 1; i >= 0 && len(kept) < most; i-- {
		a := s.Agreements[i]
		if n := len(a.Reviews); a.At.After(since) && n > 0 && a.Reviews[n-1].Kept == bond.KeptYes {
			kept = append(kept, v.agreementView(a, pair))
		}
	}
	for i := len(s.Appreciations) - 1; i >= 0 && len(letters) < most; i-- {
		if a := s.Appreciations[i]; a.At.After(since) {
			letters = append(letters, v.letter(a.Appreciation, pair.of(a.Author)))
		}
	}
	return kept, letters
}
