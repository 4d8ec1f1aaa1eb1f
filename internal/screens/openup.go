package screens

import "pleach/internal/content"

// DisclosureView is something that somebody wrote, shared or not.
type DisclosureView struct {
	ID        string
	Who       Person
	When      string
	Card      string // the question that it answers, or ""
	Text      string
	Way       *content.Way // how it would like to be received; nil: nothing was said
	News      bool
	Shared    bool
	TakenBack bool
}

// OpenUpView is the room's first page.
type OpenUpView struct {
	Partner *Person          // nil: alone
	Begun   []BegunView      // on this device, and kept nowhere else
	Written []DisclosureView // only for oneself, newest first
	Between []DisclosureView // of both, newest first
	More    bool             // there is more in the history
}

// BegunView is something half written.
type BegunView struct{ Title, URL string }

// DrawnCard is one question.
type DrawnCard struct {
	ID, Text string
	Depth    int
}

// AddCardView is a question of one's own as it is written.
type AddCardView struct {
	Text    string
	Depth   int
	Partner *Person
	Problem *ProblemView
}

func (v AddCardView) depths(t Text) []Option {
	var all []Option
	for i, d := range []string{"1", "2", "3"} {
		all = append(all, Option{Value: d, Label: t.Say("depth." + d), Chosen: i+1 == max(v.Depth, 1)})
	}
	return all
}

func (v AddCardView) readers(t Text) []Option {
	return []Option{
		{Value: "me", Label: t.Say("addcard.me"), Chosen: true},
		{Value: "both", Label: t.Say("addcard.both", "partner", v.Partner.Name)},
	}
}

// WritingView is a page to write on.
type WritingView struct {
	ID       string // of what is written again, or ""
	Draft    string
	Card     string // the id of the question, or ""
	Question string
	Depth    int
	Text     string
	News     bool
	Ways     []content.Way
	How      string
	Partner  *Person
	Problem  *ProblemView
}

func (v WritingView) ways() []Option {
	var all []Option
	for _, w := range v.Ways {
		all = append(all, Option{Value: w.ID, Label: w.Title, Chosen: w.ID == v.How})
	}
	return all
}

func (v WritingView) title() string {
	if v.News {
		return "writing.news.title"
	}
	return "writing.title"
}

// WrittenView is something that only its writer can read.
type WrittenView struct {
	Item    DisclosureView
	Before  []DisclosureView // as it stood before, oldest first
	Deep    bool
	Partner *Person
}

// ItemPreviewView is exactly what the partner will see.
type ItemPreviewView struct {
	Item    DisclosureView
	Partner Person
}

// ItemView is something shared, as either of the two sees it.
type ItemView struct {
	Item    DisclosureView
	Own     string // for what it stirs in the reader
	Deep    bool
	Partner Person
}

// Opening is what stands for an item in a list.
func (d DisclosureView) Opening(t Text) string {
	switch {
	case d.TakenBack:
		return t.Say("item.gone")
	case d.Card != "":
		return d.Card
	case d.News:
		return t.Say("item.news")
	}
	return t.Say("item.free")
}

// URL is the item's own page.
func (d DisclosureView) URL() string {
	if d.Shared {
		return "/open/item/" + d.ID
	}
	return "/open/written/" + d.ID
}
