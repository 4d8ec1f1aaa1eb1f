package screens

// WaysView is what opens Pleach on this device beside the password.
type WaysView struct {
	Stays   string // until when it stays unlocked, in words, or ""
	Passkey bool
}

// StayView keeps this device unlocked for a time.
type StayView struct {
	Until   string // until when it does already, in words, or ""
	For     string // what was chosen, "day" or "week"
	Problem *ProblemView
}

// PasskeyAsk is what the page's script asks a passkey with, in base64. None of it
// is secret.
type PasskeyAsk struct {
	Salt       string
	Credential string // "" for one that is to be made
	User       string // of one that is to be made
}

// PasskeyView turns a passkey on, in two steps, or off.
type PasskeyView struct {
	On      *PasskeyAsk // the one that opens this device, or nil
	Make    *PasskeyAsk // the password was given, and one can be made; or nil
	Problem *ProblemView
}

func stayOptions(t Text, chosen string) []Option {
	return []Option{
		{Value: "day", Label: t.Say("stay.day"), Chosen: chosen != "week"},
		{Value: "week", Label: t.Say("stay.week"), Chosen: chosen == "week"},
	}
}
