package screens

// SettingsView is one's own account, devices and choices.
type SettingsView struct {
	Name      string
	Partner   *Person
	Verified  bool // the connection was compared
	Ended     bool // sharing with somebody has ended
	Moved     bool // what was shared came along from another server
	Paused    bool // from what takes two
	Devices   []DeviceView
	Ledger    []LedgerLine
	Strict    bool // one's answers stay on this device until the other's are there
	Host      string
	KitTested string // when the kit was last checked, in words, or ""
	Languages []Option
	AutoLock  int       // minutes
	Ways      *WaysView // nil where there is the password alone
	Unsent    int
	Saved     bool // a change was just saved
}

// DeviceView is a device that can open this account.
type DeviceView struct {
	ID    string
	Name  string
	Since string // in words
	Used  string // the month of its last use, "2026-11", or ""
	This  bool
}

// RenameView gives a device another name.
type RenameView struct {
	Device  DeviceView
	Name    string // as typed
	Problem *ProblemView
}

// LedgerLine is one kind of thing and who can read it. What and How name words
// under "ledger.what." and "ledger.how.".
type LedgerLine struct {
	What  string // "pulses", "shown-pulses", "answers", "open-answers", "appreciations", "agreements", "profile"
	Count int    // of things that the readers can read; 0 says nothing
	Who   []Person
	Since string // in words, or ""
	How   string // how it stops: "never-shared", "ask", "stays", "withdraw", "change", "moods"
	URL   string // where it stops, or ""
}

// RevokeView asks once more before a device loses the account, because that
// cannot be undone.
type RevokeView struct {
	Device DeviceView
}

// SignOutView explains what leaving this device does.
type SignOutView struct {
	Unsent    int
	KitTested bool
}

var lockMinutes = []int{1, 5, 15, 60}

func lockOptions(t Text, chosen int) []Option {
	var out []Option
	for _, n := range lockMinutes {
		out = append(out, Option{Value: number(n), Label: t.Count("minutes", n), Chosen: n == chosen})
	}
	return out
}

func strictOptions(t Text, strict bool) []Option {
	return []Option{
		{Value: "server", Label: t.Say("strict.server"), Hint: t.Say("strict.server.hint"), Chosen: !strict},
		{Value: "device", Label: t.Say("strict.device"), Hint: t.Say("strict.device.hint"), Chosen: strict},
	}
}
