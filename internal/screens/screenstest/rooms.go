package screenstest

import (
	s "pleach/internal/screens"
)

func (g set) pulse() s.PulseView {
	return s.PulseView{ID: "p1", When: g.own("this morning"), Who: g.ada,
		PulseForm: s.PulseForm{Mood: 75, Energy: 40, Closeness: 95, Room: 10, With: "together", Note: g.own("Tea on the steps before the rain.")}}
}

func (g set) pulseOf(who s.Person, when string, mood, room int) s.PulseView {
	return s.PulseView{ID: "p2", When: g.own(when), Who: who, Shared: !who.Me,
		PulseForm: s.PulseForm{Mood: mood, Energy: 55, Closeness: -1, Room: room, With: "apart"}}
}

func (g set) letter() s.LetterView {
	return s.LetterView{ID: "l1", From: g.noor, When: g.own("yesterday evening"),
		Text: g.own("I am glad that you called your brother on Sunday even though you were tired. The whole flat was lighter afterwards.")}
}

func (g set) agreement() s.AgreementView {
	return s.AgreementView{ID: "a1", By: g.own("Noor"), If: g.own("it is Thursday evening"), Then: g.own("Noor cooks and Ada has the kitchen table to herself"),
		Owner: &g.noor, Start: g.own("12 November"), Review: g.own("26 November"), Expires: g.own("10 December"), State: s.AgreementReview}
}

func (g set) today() []Page {
	f := at(s.RoomToday)
	alone := s.TodayView{Part: "morning", Me: g.ada, Form: s.EmptyPulse(), Open: s.OpenView{
		Checkin: &s.OpenCheckin{Week: g.own("This week"), State: s.RoundFresh, URL: "/checkin/weekly:2026-W48"}, KitLater: true}}
	pair := s.TodayView{Part: "evening", Me: g.ada, Partner: &g.noor, Form: s.EmptyPulse(),
		Earlier: []s.PulseView{g.pulse(), g.pulseOf(g.ada, "this afternoon", 50, 80)},
		Wishes:  []s.WishView{g.wish(g.noor)},
		Letters: []s.LetterView{g.letter()}, Shown: []s.PulseView{g.pulseOf(g.noor, "this afternoon", 30, 60)},
		Open: s.OpenView{Checkin: &s.OpenCheckin{Week: g.own("This week"), State: s.RoundKept, URL: "/checkin/weekly:2026-W48"},
			Agreements: []s.AgreementView{g.agreement()}, Tried: []s.GrownThing{g.thing(s.Experiment, "Phones sleep in the kitchen.")}}}
	saved := pair
	v := g.pulse()
	saved.Saved, saved.Letters, saved.Shown = &v, nil, nil
	invited := alone
	invited.Open.Invite = &s.OpenInvite{Answered: g.own("Noor"), URL: "/pair/i1"}
	invited.Open.Devices = []s.DeviceView{{ID: "d2", Name: g.own("Phone"), Since: g.own("yesterday evening")}}
	unsent := at(s.RoomToday)
	unsent.Sync = s.Sync{Offline: true, Unsent: 3}
	thanks := s.AppreciationView{Text: g.own("I am glad that you fixed the bell."), Partner: &g.noor}
	return []Page{
		page("today-alone", s.TodayPage(g.t, f, alone)),
		page("today", s.TodayPage(g.t, f, pair)),
		page("today-saved", s.TodayPage(g.t, f, saved)),
		page("today-invited", s.TodayPage(g.t, unsent, invited)),
		page("pulse-preview", s.PulsePreviewPage(g.t, f, s.PulsePreviewView{Pulse: g.pulse(), Partner: g.noor})),
		page("appreciation", s.AppreciationPage(g.t, f, thanks)),
		page("appreciation-alone", s.AppreciationPage(g.t, f, s.AppreciationView{})),
		page("appreciation-preview", s.AppreciationPreviewPage(g.t, f, s.AppreciationPreviewView{Partner: g.noor, Letter: s.LetterView{From: g.ada, When: g.own("now"), Text: thanks.Text}})),
	}
}

func (g set) asked(said map[string]string, values map[string]int) []s.Asked {
	var out []s.Asked
	for _, q := range g.week().Prepare {
		v, ok := values[q.ID]
		if !ok {
			v = -1
		}
		text := said[q.ID]
		if text != "" {
			text = g.own(text)
		}
		out = append(out, s.Asked{Question: q, Text: text, Value: v})
	}
	return out
}

func (g set) adas() []s.Asked {
	return g.asked(map[string]string{
		"went-well":  "The market on Saturday. We did not plan anything and it was the best morning in weeks.",
		"appreciate": "You took the night shift with the cat, twice, and did not mention it.",
		"attention":  "Mornings. We talk to each other like a train timetable.",
	}, map[string]int{"arriving": 35, "room-me": 20, "room-us": 70})
}

func (g set) noors() []s.Asked {
	return g.asked(map[string]string{
		"went-well":  "That you laughed at the radio so hard that I came in to see.",
		"appreciate": "You asked about my mother before I had said anything.",
		"attention":  "I would like to know earlier when you will be home. Then I stop listening for the door.",
		"would-like": "One evening this week where we both put the phones in the drawer.",
	}, map[string]int{"arriving": 65, "room-us": 40})
}

func (g set) checkin() []Page {
	f := at(s.RoomCheckin)
	round := "weekly:2026-W48"
	home := s.CheckinView{Session: g.week(), Partner: &g.noor, Rounds: []s.RoundLine{
		{Round: round, Week: g.own("This week"), State: s.RoundDraft, URL: "/checkin/" + round},
		{Round: "weekly:2026-W47", Week: g.own("Last week"), State: s.RoundOpen, URL: "/checkin/weekly:2026-W47"},
		{Round: "weekly:2026-W46", Week: g.own("9 November"), State: s.RoundLeft, URL: "/checkin/weekly:2026-W46?own"}}}
	alone := s.CheckinView{Session: g.week(), Rounds: []s.RoundLine{{Round: round, Week: g.own("This week"), State: s.RoundFresh, URL: "/checkin/" + round}}}
	prepare := s.PrepareView{Round: round, Week: g.own("This week"), Form: "long", Forms: g.week().Forms, Asked: g.adas(), Partner: &g.noor}
	prepare.Own = "/checkin/" + round + "?own"
	solo := prepare
	solo.Partner, solo.Problem = nil, &s.ProblemView{Code: "answers_empty"}
	var rows []s.RevealRow
	for i, a := range g.adas() {
		rows = append(rows, s.RevealRow{Question: a.Question, One: a, Two: g.noors()[i]})
	}
	reveal := s.RevealView{Round: round, Week: g.own("This week"), One: g.ada, Two: g.noor, Rows: rows, Forms: g.week().Forms, Form: "long"}
	under := reveal
	under.Talk = "t1"
	return []Page{
		page("checkin", s.CheckinPage(g.t, f, home)),
		page("checkin-alone", s.CheckinPage(g.t, f, alone)),
		page("checkin-prepare", s.PreparePage(g.t, f, prepare)),
		page("checkin-prepare-alone", s.PreparePage(g.t, f, solo)),
		page("checkin-kept", s.RoundKeptPage(g.t, f, s.RoundKeptView{Round: round, Week: g.own("This week"), Me: g.ada, Partner: &g.noor, Asked: g.adas()})),
		page("checkin-kept-alone", s.RoundKeptPage(g.t, f, s.RoundKeptView{Round: round, Week: g.own("This week"), Me: g.ada, Asked: g.adas()})),
		page("checkin-own", s.OwnWordsPage(g.t, f, s.OwnWordsView{Round: round, Week: g.own("This week"), Me: g.ada, Draft: g.adas(), Settled: true,
			Versions: []s.OwnVersion{{When: g.own("yesterday evening"), Asked: g.adas()}}})),
		page("checkin-own-none", s.OwnWordsPage(g.t, f, s.OwnWordsView{Round: round, Week: g.own("This week"), Me: g.ada})),
		page("checkin-reveal", s.RevealPage(g.t, f, reveal)),
		page("checkin-reveal-talk", s.RevealPage(g.t, f, under)),
	}
}

func (g set) talk() []Page {
	f := s.Frame{At: s.RoomCheckin, Focus: true}
	long, _ := g.week().Form("long")
	step := func(i, turn int, table bool) s.TalkView {
		return s.TalkView{ID: "t1", Step: long.Steps[i], N: i + 1, Of: len(long.Steps), OneDevice: table, One: g.ada, Two: g.noor, Turn: turn}
	}
	notes := []s.NoteView{{Who: g.ada, Text: g.adas()[3].Text}, {Who: g.noor, Text: g.noors()[3].Text}}
	topic := step(4, 2, true)
	topic.Notes = notes
	two := step(1, 1, false)
	facts := step(3, 0, false)
	facts.Agreements = []s.AgreementView{g.agreement()}
	agree := step(6, 0, true)
	agree.Agreement = &s.AgreementForm{Action: "/talk/t1/agreement", If: g.own("one of us says “too much”"), Start: "2026-11-24", Review: "2026-12-08", Expires: "2026-12-22",
		Me: g.ada, Partner: g.noor, Problem: &s.ProblemView{Code: "agreement_incomplete"}}
	made := g.agreement()
	made.State = s.AgreementOn
	doors, _ := g.lib.Session("open-up")
	cards := s.TalkView{ID: "t1", Step: doors.Forms[0].Steps[0], N: 1, Of: 3, OneDevice: true, One: g.ada, Two: g.noor, Turn: 1,
		Card: &s.CardView{Text: g.own("What made you laugh most this month?")}}
	pause, _ := g.lib.Session("time-out")
	call := s.TalkView{ID: "t1", Step: pause.Forms[0].Steps[0], N: 1, Of: 4, One: g.ada, Two: g.noor}
	settle := s.TalkView{ID: "t1", Step: pause.Forms[0].Steps[1], N: 2, Of: 4, One: g.ada, Two: g.noor, Until: g.own("19:40")}
	year, _ := g.lib.Session("yearly")
	back := s.TalkView{ID: "t1", Step: year.Forms[0].Steps[1], N: 2, Of: 5, One: g.ada, Two: g.noor, Turn: 2,
		Kept: []s.AgreementView{made}, Letters: []s.LetterView{g.letter()}}
	session := s.SessionView{Session: year, Partner: &g.noor, Round: "yearly:2026-W48",
		Prepare: &s.RoundLine{State: s.RoundFresh, URL: "/checkin/yearly:2026-W48"}}
	here := at(s.RoomCheckin)
	return []Page{
		page("session", s.SessionPage(g.t, here, session)),
		page("session-alone", s.SessionPage(g.t, here, s.SessionView{Session: pause})),
		page("session-under-way", s.SessionPage(g.t, here, s.SessionView{Session: doors, Partner: &g.noor, Talk: "t1"})),
		page("talk-cards", s.TalkPage(g.t, f, cards)),
		page("talk-break", s.TalkPage(g.t, f, call)),
		page("talk-settle", s.TalkPage(g.t, f, settle)),
		page("talk-lookback", s.TalkPage(g.t, f, back)),
		page("talk-arrive", s.TalkPage(g.t, f, step(0, 0, true))),
		page("talk-appreciations", s.TalkPage(g.t, f, two)),
		page("talk-facts", s.TalkPage(g.t, f, facts)),
		page("talk-topic", s.TalkPage(g.t, f, topic)),
		page("talk-agreement", s.TalkPage(g.t, f, agree)),
		page("talk-last", s.TalkPage(g.t, f, step(7, 0, true))),
		page("talk-ended", s.TalkEndedPage(g.t, f, s.TalkEndedView{Agreement: &made, Partner: g.noor})),
		page("talk-softly", s.TalkEndedPage(g.t, f, s.TalkEndedView{Softly: true, Partner: g.noor})),
	}
}

func (g set) history() []Page {
	f := at(s.RoomHistory)
	p, l, a := g.pulse(), g.letter(), g.agreement()
	done, gone := g.agreement(), g.agreement()
	done.State, done.Kept, done.Owner = s.AgreementExpired, "partly", nil
	gone.State = s.AgreementWithdrawn
	v := s.HistoryView{Older: "/history?before=2026-W40", Weeks: []s.WeekView{
		{Title: g.own("This week"), Items: []s.HistoryItem{
			{Kind: s.HistoryPulse, When: g.own("this morning"), Who: &g.ada, Pulse: &p, URL: "/pulse/p1/show"},
			{Kind: s.HistoryAppreciation, When: g.own("yesterday evening"), Who: &g.noor, Shared: true, Appreciation: &l},
		}},
		{Title: g.own("Last week"), Items: []s.HistoryItem{
			{Kind: s.HistoryTalk, When: g.own("Sunday"), Shared: true, Title: g.own("The long one")},
			{Kind: s.HistoryAgreement, When: g.own("Sunday"), Shared: true, Agreement: &a},
			{Kind: s.HistoryCheckin, When: g.own("Sunday"), Shared: true, Title: g.own("Side by side"), URL: "/checkin/weekly:2026-W47"},
			{Kind: s.HistoryCheckin, When: g.own("Saturday"), Who: &g.ada, Title: g.own("My answers"), URL: "/checkin/weekly:2026-W47"},
		}}}}
	return []Page{
		page("history", s.HistoryPage(g.t, f, v)),
		page("history-empty", s.HistoryPage(g.t, f, s.HistoryView{})),
		page("agreements", s.AgreementsPage(g.t, f, s.AgreementsView{Two: true, Now: []s.AgreementView{a}, Past: []s.AgreementView{done, gone}})),
		page("agreements-none", s.AgreementsPage(g.t, f, s.AgreementsView{})),
	}
}

func (g set) openUp() []Page {
	f := at(s.RoomOpen)
	way := g.lib.Shelf().Receiving.Ways[0]
	own := s.DisclosureView{ID: "d1", Who: g.ada, When: g.own("yesterday evening"), Card: g.own("When do you say yes and mean no?"),
		Text: g.own("When my sister calls on a Sunday. I say yes before I have looked at the day."), Way: &way}
	theirs := s.DisclosureView{ID: "d2", Who: g.noor, When: g.own("Sunday"), Shared: true, Text: g.own("I am afraid of the winter this year, and I do not quite know why."), Way: &way}
	news := s.DisclosureView{ID: "d3", Who: g.noor, When: g.own("Monday"), Shared: true, News: true, Text: g.own("They took my design for the bridge.")}
	gone := s.DisclosureView{ID: "d4", Who: g.noor, When: g.own("3 November"), Shared: true, TakenBack: true}
	mine := own
	mine.Shared = true
	plain := theirs
	plain.Way = nil
	begun := []s.BegunView{{Title: own.Card, URL: "/open/write?card=c1"}}
	list := s.OpenUpView{Partner: &g.noor, Begun: begun, Written: []s.DisclosureView{own}, Between: []s.DisclosureView{news, theirs, gone}, More: true}
	note := g.lib.Shelf().Receiving.Own
	return []Page{
		page("openup", s.OpenUpPage(g.t, f, list)),
		page("openup-alone", s.OpenUpPage(g.t, f, s.OpenUpView{})),
		page("card", s.CardPage(g.t, f, s.DrawnCard{ID: "c1", Text: own.Card, Depth: 2})),
		page("card-deep", s.CardPage(g.t, f, s.DrawnCard{ID: "c1", Text: own.Card, Depth: 3})),
		page("card-add", s.AddCardPage(g.t, f, s.AddCardView{Text: g.own("What is home?"), Partner: &g.noor, Problem: &s.ProblemView{Code: "words_empty"}})),
		page("writing", s.WritingPage(g.t, f, s.WritingView{Draft: "open-c1", Card: "c1", Question: own.Card, Text: own.Text, Ways: g.lib.Shelf().Receiving.Ways, How: "ask"})),
		page("writing-news", s.WritingPage(g.t, f, s.WritingView{Draft: "open-news", News: true})),
		page("written", s.WrittenPage(g.t, f, s.WrittenView{Item: own, Before: []s.DisclosureView{own}, Deep: true, Partner: &g.noor})),
		page("item-preview", s.ItemPreviewPage(g.t, f, s.ItemPreviewView{Item: mine, Partner: g.noor})),
		page("item-yours", s.ItemPage(g.t, f, s.ItemView{Item: mine, Own: note, Partner: g.noor})),
		page("item", s.ItemPage(g.t, f, s.ItemView{Item: theirs, Own: note, Deep: true, Partner: g.noor})),
		page("item-open", s.ItemPage(g.t, f, s.ItemView{Item: plain, Own: note, Partner: g.noor})),
		page("item-news", s.ItemPage(g.t, f, s.ItemView{Item: news, Own: note, Partner: g.noor})),
		page("item-gone", s.ItemPage(g.t, f, s.ItemView{Item: gone, Own: note, Partner: g.noor})),
	}
}
