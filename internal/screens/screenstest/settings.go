package screenstest

import (
	"strings"

	"pleach/internal/content"
	s "pleach/internal/screens"
)

const link = "https://pleach.example/#join.J7QW3K9MXTR2HBVA4ZPEC8NDGY51JFS6WQKMT3XRV9BHPAZC2EN4W7K3QM"

func (g set) pair() []Page {
	f := at(s.RoomToday)
	until := g.own("tomorrow evening")
	return []Page{
		page("pair", s.PairPage(g.t, f, s.PairView{})),
		page("invite-here", s.InvitePage(g.t, f, s.InviteView{ID: "i1", InPerson: true, Link: link, Until: until})),
		page("invite-afar", s.InvitePage(g.t, f, s.InviteView{ID: "i1", Link: link, Until: until})),
		page("invite-answered", s.InvitePage(g.t, f, s.InviteView{ID: "i1", Link: link, Answered: g.own("Noor")})),
		page("join", s.JoinPage(g.t, f, s.JoinView{Link: g.own("link"), Problem: &s.ProblemView{Code: "invite_expired"}})),
		page("join-offer", s.OfferPage(g.t, f, s.OfferView{From: g.own("Ada"), Name: g.own("Noor")})),
		page("join-wait", s.JoinWaitPage(g.t, f, s.JoinWaitView{From: g.own("Ada")})),
		page("compare", s.ComparePage(g.t, f, s.CompareView{Words: g.all(kitWords[:6]), Other: g.own("Noor")})),
		page("connected", s.ConnectedPage(g.t, f, s.ConnectedView{Me: g.ada, Partner: g.noor})),
	}
}

func (g set) settings() []Page {
	f := at(s.RoomSettings)
	v := s.SettingsView{Name: g.own("Ada"), Partner: &g.noor, Host: g.own("pleach.example"), KitTested: g.own("3 November"), AutoLock: 5, Unsent: 2, Ways: &s.WaysView{Stays: g.own("tomorrow"), Passkey: true},
		Devices: []s.DeviceView{{ID: "d1", Name: g.own("Laptop in the kitchen"), This: true}, {ID: "d2", Name: g.own("Phone"), Since: g.own("3 November"), Used: "2026-11"}},
		Ledger: []s.LedgerLine{
			{What: "pulses", Who: []s.Person{g.ada}, How: "never-shared"},
			{What: "shown-pulses", Count: 4, Who: []s.Person{g.ada, g.noor}, Since: g.own("7 November"), How: "stays"},
			{What: "answers", Who: []s.Person{g.ada}, How: "never-shared"},
			{What: "open-answers", Count: 11, Who: []s.Person{g.ada, g.noor}, Since: g.own("8 September"), How: "stays"},
			{What: "agreements", Count: 3, Who: []s.Person{g.ada, g.noor}, How: "withdraw"},
			{What: "profile", Who: []s.Person{g.ada, g.noor}, How: "change"},
		},
		Languages: []s.Option{{Value: "en", Label: g.own("English"), Chosen: true}, {Value: "de", Label: g.own("Deutsch")}}}
	alone := s.SettingsView{Name: g.own("Ada"), AutoLock: 15, Saved: true, Ways: &s.WaysView{}, Devices: v.Devices[:1], Ledger: v.Ledger[:1]}
	paused := v
	paused.Paused = true
	ended := alone
	moved := alone
	moved.Ended, moved.Moved = true, true
	ended.Ended, ended.Ledger = true, []s.LedgerLine{v.Ledger[0], {What: "past", Count: 31, Who: []s.Person{g.ada, g.noor}, How: "stays"}}
	safe := g.lib.Shelf().Safe
	help := s.HelpView{Noted: g.own("November 2026"), Countries: content.Numbers().Countries}
	renewed := g.kit()
	renewed.Renewed = true
	ask := &s.PasskeyAsk{Salt: g.own("AA=="), Credential: g.own("AQ==")}
	made := &s.PasskeyAsk{Salt: g.own("AA=="), User: g.own("Ag==")}
	return []Page{
		page("settings-stay", s.StayPage(g.t, f, s.StayView{})),
		page("settings-stays", s.StayPage(g.t, f, s.StayView{Until: g.own("tomorrow"), For: "week", Problem: &s.ProblemView{Code: "wrong_password"}})),
		page("settings-passkey", s.PasskeyPage(g.t, f, s.PasskeyView{})),
		page("settings-passkey-make", s.PasskeyPage(g.t, f, s.PasskeyView{Make: made})),
		page("settings-passkey-refused", s.PasskeyPage(g.t, f, s.PasskeyView{Make: made, Problem: &s.ProblemView{Code: "passkey_not_made"}})),
		page("settings-passkey-on", s.PasskeyPage(g.t, f, s.PasskeyView{On: ask})),
		page("settings", s.SettingsPage(g.t, f, v)),
		page("settings-alone", s.SettingsPage(g.t, f, alone)),
		page("settings-kit", s.KitPage(g.t, f, renewed)),
		page("settings-revoke", s.RevokePage(g.t, f, s.RevokeView{Device: v.Devices[1]})),
		page("settings-paused", s.SettingsPage(g.t, f, paused)),
		page("settings-moved", s.SettingsPage(g.t, f, moved)),
		page("settings-ended", s.SettingsPage(g.t, f, ended)),
		page("settings-sharing", s.LeavePage(g.t, f, s.LeaveView{Partner: g.own("Noor"), Help: help})),
		page("kept", s.KeptPage(g.t, at(s.RoomHistory), s.KeptView{Weeks: g.keptWeeks(), Older: "/kept?page=1"})),
		page("kept-nothing", s.KeptPage(g.t, at(s.RoomHistory), s.KeptView{})),
		page("settings-add", s.AddDevicePage(g.t, f, s.AddDeviceView{})),
		page("settings-add-hidden", s.AddDevicePage(g.t, f, s.AddDeviceView{Hidden: true, Problem: &s.ProblemView{Code: "offline_needed"}})),
		page("settings-add-code", s.DeviceCodePage(g.t, f, s.DeviceCodeView{Link: deviceCode})),
		page("settings-rename", s.RenamePage(g.t, f, s.RenameView{Device: v.Devices[1], Problem: &s.ProblemView{Code: "name_empty"}})),
		page("settings-signout", s.SignOutPage(g.t, f, s.SignOutView{Unsent: 2})),
		page("settings-password", s.PasswordPage(g.t, f, s.PasswordView{})),
		page("settings-password-removed", s.PasswordPage(g.t, f, s.PasswordView{Removed: true, Problem: &s.ProblemView{Code: "wrong_password"}})),
		page("settings-kit-new", s.RenewKitPage(g.t, f, s.RenewKitView{})),
		page("settings-kit-old", s.RenewKitPage(g.t, f, s.RenewKitView{Old: true, Problem: &s.ProblemView{Code: "offline_needed"}})),
		page("settings-takeout", s.TakeoutPage(g.t, f, s.TakeoutView{})),
		page("settings-takeout-short", s.TakeoutPage(g.t, f, s.TakeoutView{Problem: &s.ProblemView{Code: "passphrase_short"}})),
		page("settings-takeout-made", s.TakeoutMadePage(g.t, f, s.TakeoutMadeView{Words: g.own(strings.Join(kitWords[:8], "-")), Things: 4211, File: g.own("archive-2026-11-24.age")})),
		page("settings-takeout-own", s.TakeoutMadePage(g.t, f, s.TakeoutMadeView{Things: 1, LeftOut: 2, File: g.own("archive-2026-11-24.age")})),
		page("settings-bring", s.BringPage(g.t, f, s.BringView{})),
		page("settings-bring-wrong", s.BringPage(g.t, f, s.BringView{Held: true, Problem: &s.ProblemView{Code: "passphrase_wrong"}})),
		page("settings-bring-damaged", s.BringPage(g.t, f, s.BringView{Held: true, Whole: true, Problem: &s.ProblemView{Code: "file_damaged", Values: []string{"line", "2410", "n", "2408"}}})),
		page("settings-bring-came", s.BringPage(g.t, f, s.BringView{Came: true, New: 4209, Known: 2, Past: true, Alone: true})),
		page("settings-bring-again", s.BringPage(g.t, f, s.BringView{Came: true, Known: 4211})),
		page("settings-moving", s.MovingPage(g.t, f, s.MovingView{})),
		page("settings-moving-alone", s.MovingPage(g.t, f, s.MovingView{Alone: true})),
		page("kept-moved", s.KeptPage(g.t, at(s.RoomHistory), s.KeptView{Weeks: g.keptWeeks(), Moved: true})),
		page("settings-close", s.ClosePage(g.t, f, s.CloseView{Partner: &g.noor})),
		page("settings-close-alone", s.ClosePage(g.t, f, s.CloseView{Problem: &s.ProblemView{Code: "wrong_password"}})),
		page("safe", s.SafePage(g.t, at(s.RoomSafe), s.SafeView{Safe: safe, Help: help})),
		page("safe-look", s.SafeLookPage(g.t, at(s.RoomSafe), safe)),
		page("safe-result", s.SafeResultPage(g.t, at(s.RoomSafe), s.SafeResultView{Said: safe.Some, Safe: safe, Help: help})),
	}
}

func (g set) keptWeeks() []s.WeekView {
	return []s.WeekView{{Title: g.own("9 to 15 November"), Items: []s.HistoryItem{
		{Kind: s.HistoryAppreciation, When: g.own("11 November, 21:04"), Who: &g.noor, Shared: true, Appreciation: &s.LetterView{Text: g.own("For the soup.")}},
		{Kind: s.HistoryOpen, When: g.own("10 November, 22:31"), Who: &g.ada, Shared: true, Appreciation: &s.LetterView{Text: g.own("I am afraid of the dark stairs.")}},
	}}}
}

func (g set) problems() []Page {
	f := at(s.RoomToday)
	noticed := at(s.RoomHistory)
	noticed.Notice = &s.Notice{Code: "clock_off", Values: []string{"clock", g.own("3 March 2025, 14:10")}}
	return []Page{
		page("problem-fork", s.ProblemPage(g.t, f, s.ProblemView{Code: "fork", Retry: "/", Back: "/settings"})),
		page("problem-words", s.ProblemPage(g.t, f, s.ProblemView{Code: "words_differ", Back: "/pair"})),
		page("problem-unknown", s.ProblemPage(g.t, f, s.ProblemView{Code: "never heard of", Back: "/"})),
		page("problem-tab", s.ProblemPage(g.t, bare(), s.ProblemView{Code: "other_tab", Retry: "/"})),
		page("notice-clock", s.HistoryPage(g.t, noticed, s.HistoryView{})),
	}
}
