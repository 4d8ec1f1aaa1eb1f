package rooms

import (
	"net/http"
	"strings"

	"pleach/internal/bond"
	"pleach/internal/client"
	"pleach/internal/screens"
)

func (v *visit) takeoutForm() error { return v.showTakeout(http.StatusOK, nil) }

func (v *visit) showTakeout(status int, problem *screens.ProblemView) error {
	f := v.frame(v.text.Say("takeout.title"), screens.RoomSettings)
	return v.show(status, f, screens.TakeoutPage(v.text, f, screens.TakeoutView{Problem: problem}))
}

// takeout makes the file, with drawn words or with a passphrase of one's own, or
// forgets it.
func (v *visit) takeout() error {
	if v.field("do") == "done" {
		v.p.Unpack()
		return v.goTo("/settings")
	}
	passphrase, own := v.field("passphrase"), v.field("do") == "own"
	err := client.ErrWeakPassphrase
	if !own {
		err = v.p.Pack("")
	} else if strings.TrimSpace(passphrase) != "" {
		err = v.p.Pack(passphrase)
	}
	if err == nil {
		return v.goTo("/settings/takeout/made")
	}
	problem := explain(err)
	return v.showTakeout(http.StatusUnprocessableEntity, &problem)
}

// takeoutMade shows the words and the way to the file, for as long as the app
// stays open and nobody has said that they have both.
func (v *visit) takeoutMade() error {
	k := v.p.Packed()
	if k == nil {
		return v.goTo("/settings/takeout")
	}
	f := v.frame(v.text.Say("made.title"), screens.RoomSettings)
	return v.show(http.StatusOK, f, screens.TakeoutMadePage(v.text, f, screens.TakeoutMadeView{
		Words: k.Words, Things: k.Things, LeftOut: k.LeftOut,
		File: v.text.Say("takeout.file", "day", string(bond.DateOf(v.now))),
	}))
}

func (v *visit) takeoutFile() error {
	k := v.p.Packed()
	if k == nil {
		return client.ErrNotFound
	}
	v.w.Header().Set("Content-Type", "application/octet-stream")
	v.w.Header().Set("Cache-Control", "no-store")
	_, err := v.w.Write(k.Bytes())
	return err
}

// movingRoom says how somebody goes to another server.
func (v *visit) movingRoom() error {
	f := v.frame(v.text.Say("move.title"), screens.RoomSettings)
	return v.show(http.StatusOK, f, screens.MovingPage(v.text, f, screens.MovingView{Alone: v.pair().partner == nil}))
}
