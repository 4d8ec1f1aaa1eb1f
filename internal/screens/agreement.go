package screens

// AgreementView is one if-then agreement.
type AgreementView struct {
	ID      string
	If      string
	Then    string
	Owner   *Person // nil: both
	By      string  // who wrote it down, so that nobody's word stands for two
	Start   string  // dates in words
	Review  string
	Expires string
	State   AgreementState
	Kept    string // of the last look back: "yes", "partly", "not-this-time", or ""
}

// AgreementState is where an agreement stands.
type AgreementState string

// The states.
const (
	AgreementOn        AgreementState = "on"
	AgreementReview    AgreementState = "review" // the day to look back has come
	AgreementReviewed  AgreementState = "reviewed"
	AgreementExpired   AgreementState = "expired"
	AgreementWithdrawn AgreementState = "withdrawn"
)

func (v AgreementView) open() bool {
	return v.State == AgreementOn || v.State == AgreementReview || v.State == AgreementReviewed
}

// AgreementForm is an agreement as it is filled in. Dates are "2026-11-24".
type AgreementForm struct {
	Action    string // where the form goes
	If, Then  string
	Owner     string // "me", "partner", "both"
	Start     string
	Review    string
	Expires   string
	Me        Person
	Partner   Person
	Problem   *ProblemView
	WrongDate string
}

// AgreementsView is all of them.
type AgreementsView struct {
	Now  []AgreementView
	Past []AgreementView
	Two  bool // there is somebody to agree with
}

func (v AgreementForm) owners(t Text) []Option {
	return []Option{
		{Value: "both", Label: t.Say("agree.both"), Chosen: v.Owner == "" || v.Owner == "both"},
		{Value: "me", Label: v.Me.Name, Chosen: v.Owner == "me"},
		{Value: "partner", Label: v.Partner.Name, Chosen: v.Owner == "partner"},
	}
}

func openAgreement(t Text, a AgreementView) string {
	if a.State == AgreementReview {
		return t.Say("open.agreement.look")
	}
	if a.State == AgreementReviewed {
		return agreementSay(t, a)
	}
	return t.Say("open.agreement.until", "day", a.Review)
}

func agreementSay(t Text, v AgreementView) string {
	if v.Kept != "" && v.State != AgreementWithdrawn {
		return t.Say("agree.was." + v.Kept)
	}
	return t.Say("agree.is."+string(v.State), "day", v.Review)
}
