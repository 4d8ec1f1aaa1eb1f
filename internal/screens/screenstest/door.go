package screenstest

import (
	"fmt"
	"strings"

	s "pleach/internal/screens"
)

var kitWords = []string{"orchard", "lantern", "velvet", "august", "cradle", "river", "timber", "honey", "window", "planet", "gentle", "saddle"}

const kitCode = "PLEACH1-7K3QW-M9XTR-2HBVA-4ZPEC-8NDGY-51JFS-6WQKM-T3XRV-9BHPA-ZC2EN"

// deviceCode is as long as that of somebody who shares a space.
var deviceCode = "https://pleach.example/#add." + strings.Repeat("AZ7kQ3x9MtR2hbVa4zPe", 26)

func (g set) kit() s.KitView {
	text := "Pleach recovery kit, version 1\nServer   https://pleach.example\nAccount  7K3Q W9MX TR2H BVA4\nSecret   ZPEC 8NDG Y51J FS6W\n"
	for i, w := range kitWords {
		text += fmt.Sprintf("%2d %-10s", i+1, w)
		if i%3 == 2 {
			text += "\n"
		}
	}
	return s.KitView{Text: g.own(text + "Check    QKMT 3XRV"), Code: kitCode, Words: g.all(kitWords), File: "kit.txt"}
}

func (g set) all(words []string) []string {
	var out []string
	for _, w := range words {
		out = append(out, g.own(w))
	}
	return out
}

func (g set) door() []Page {
	f := bare()
	wrong := &s.ProblemView{Code: "wrong_password"}
	return []Page{
		page("welcome", s.WelcomePage(g.t, f, s.WelcomeView{Host: g.own("pleach.example")})),
		page("welcome-removed", s.WelcomePage(g.t, f, s.WelcomeView{Host: g.own("pleach.example"), Removed: true})),
		page("signup", s.SignupPage(g.t, f, s.SignupView{Name: g.own("Ada"), NeedsCode: true, Problem: &s.ProblemView{Code: "password_short"}})),
		page("signup-kit", s.KitPage(g.t, f, g.kit())),
		page("signup-test", s.KitTestPage(g.t, f, s.KitTestView{Asks: []int{3, 7, 11}, Wrong: []int{7}})),
		page("unlock", s.UnlockPage(g.t, f, s.UnlockView{})),
		page("unlock-wrong", s.UnlockPage(g.t, f, s.UnlockView{Problem: wrong})),
		page("unlock-passkey", s.UnlockPage(g.t, f, s.UnlockView{Problem: &s.ProblemView{Code: "passkey"}, Passkey: &s.PasskeyAsk{Salt: g.own("AA=="), Credential: g.own("AQ==")}})),
		page("unlock-left", s.UnlockPage(g.t, f, s.UnlockView{Left: true})),
		page("kit-entry", s.KitEntryPage(g.t, f, s.KitEntryView{Kit: g.own("orchard lantern velvet augst"), Problem: &s.ProblemView{Code: "kit_damaged"}, LineHint: g.own("“augst” is not one of the words; perhaps “august”.")})),
		page("adding", s.AddingPage(g.t, f, s.AddingView{Code: g.own("AZ7kQ3x9MtR2hbV"), Problem: &s.ProblemView{Code: "code_damaged"}})),
		page("adding-came", s.AddingPage(g.t, f, s.AddingView{Code: deviceCode, Came: true, Problem: &s.ProblemView{Code: "wrong_password"}})),
		page("kit-forgot", s.KitEntryPage(g.t, f, s.KitEntryView{Forgot: true})),
	}
}
