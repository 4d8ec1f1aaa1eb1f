package rooms

import (
	"errors"
	"net/http"
	"strconv"

	"pleach/internal/client"
	"pleach/internal/screens"
)

// bringForm asks for the file and its words. After it came along, "new" and
// "known" in the address say how much of it is new here.
func (v *visit) bringForm() error {
	view := screens.BringView{Came: v.has("new"), Alone: v.pair().partner == nil, Past: v.p.HasPast()}
	view.New, view.Known = v.asked("new"), v.asked("known")
	return v.showBring(http.StatusOK, view)
}

// asked is a count in the query, 0 when there is none.
func (v *visit) asked(name string) int {
	n, _ := strconv.Atoi(v.r.URL.Query().Get(name))
	return max(n, 0)
}

func (v *visit) showBring(status int, view screens.BringView) error {
	view.Held = v.p.HoldsFile()
	f := v.frame(v.text.Say("bring.title"), screens.RoomSettings)
	return v.show(status, f, screens.BringPage(v.text, f, view))
}

// bringFile takes the file's bytes, which the page's script hands over before
// the form. What is wrong with them is said when the form comes.
func (v *visit) bringFile() error {
	if err := v.p.HoldFile(v.r.Body); err != nil && !errors.Is(err, client.ErrNoFile) {
		return err
	}
	v.w.WriteHeader(http.StatusNoContent)
	return nil
}

func (v *visit) bring() error {
	came, err := v.p.Bring(v.r.Context(), v.field("passphrase"), v.field("do") == "whole")
	if err == nil {
		return v.goTo("/settings/bring?new=" + strconv.Itoa(came.New) + "&known=" + strconv.Itoa(came.Known))
	}
	problem := explain(err)
	var damage *client.DamagedFile
	return v.showBring(http.StatusUnprocessableEntity, screens.BringView{
		Problem: &problem, Whole: errors.As(err, &damage) && damage.Whole > 0,
	})
}
