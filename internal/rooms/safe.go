package rooms

import (
	"net/http"

	"pleach/internal/bond"
	"pleach/internal/content"
	"pleach/internal/screens"
)

func (v *visit) safeRoom() error {
	f := v.frame(v.text.Say("safe.title"), screens.RoomSafe)
	view := screens.SafeView{Safe: v.Library.Shelf().Safe, Help: v.numbers()}
	return v.show(http.StatusOK, f, screens.SafePage(v.text, f, view))
}

// numbers are the people to call, with the month in which all were looked at.
func (v *visit) numbers() screens.HelpView {
	h := content.Numbers()
	return screens.HelpView{Noted: v.text.Month(h.Noted), Countries: h.Countries}
}

func (v *visit) safeLook() error {
	f := v.frame(v.text.Say("safe.look.title"), screens.RoomSafe)
	f.Focus = true
	return v.show(http.StatusOK, f, screens.SafeLookPage(v.text, f, v.Library.Shelf().Safe))
}

// safeAnswer reads the answers, says what might help, and forgets them: nothing
// here touches the client, the device or the network.
func (v *visit) safeAnswer() error {
	safe := v.Library.Shelf().Safe
	var yes []int
	for _, q := range safe.Questions {
		if v.field(q.ID) == "yes" {
			yes = append(yes, q.Weight)
		}
	}
	said := map[bond.Concern]string{bond.NoConcern: safe.None, bond.SomeConcern: safe.Some, bond.StrongConcern: safe.Strong}
	f := v.frame(v.text.Say("safe.result.title"), screens.RoomSafe)
	f.Focus = true
	view := screens.SafeResultView{Said: said[bond.Look(yes)], Safe: safe, Help: v.numbers()}
	return v.show(http.StatusOK, f, screens.SafeResultPage(v.text, f, view))
}
