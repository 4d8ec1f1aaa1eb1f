package bundle

// Words are the texts of the frame itself, which must be there before the
// WebAssembly is. Everything else that a person reads is in package content.
type Words struct {
	Exit     string
	NoScript string
	Moment   string // while something takes longer
	Kept     string // a pulse that waits for the unlocking
	Copied   string
	Selected string // where nothing may be copied, it is marked instead
	Over     string // a timer has come to its end
	Pages    []Page
	Stopped  Page // in the place of its namesake, where a program on this machine answers
}

// Page is a page that is shown when the worker cannot answer.
type Page struct {
	ID    string // the template's id, fixed in the shim
	Title string
	Paras []string
	Here  string // label of the button that makes this tab the one in use
	Again string // label of the link that loads the page anew
}

// English are the words in English.
var English = Words{
	Exit:     "Quick exit",
	NoScript: "Pleach does its work on this device, so it needs JavaScript. Nothing is loaded from anywhere else.",
	Moment:   "One moment…",
	Kept:     "Your pulse is kept. It will be saved when you unlock.",
	Copied:   "Copied.",
	Selected: "It is marked now, so that you can copy it.",
	Over:     "The time for this step is over. Take what you need.",
	Pages: []Page{
		{
			ID: "shell-taken", Title: "Pleach is open in another tab",
			Paras: []string{"One tab at a time writes, so that nothing gets lost between two."},
			Here:  "Use it here",
		},
		{
			ID: "shell-lost", Title: "Pleach is in use in another tab",
			Paras: []string{"This tab is locked and empty now. What you had saved is on this device."},
			Here:  "Come back to this tab",
		},
		{
			ID: "shell-failed", Title: "Pleach could not start",
			Paras: []string{
				"A part of it did not arrive, or this browser cannot run it. What you saved on this device is still here.",
				"Look at your connection and load the page again. If that does not help, bring your browser up to date.",
			},
			Again: "Load again",
		},
	},
	Stopped: Page{
		ID: "shell-failed", Title: "Pleach has stopped",
		Paras: []string{
			"The program that answers this page does not run any more. What you saved is in its folder on this device.",
			"Start it again with “pleach open”. It gives you a new address.",
		},
	},
}
