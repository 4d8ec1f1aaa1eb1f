package rooms

import (
	"encoding/base64"
	"errors"
	"net/http"
	"time"

	"pleach/internal/client"
	"pleach/internal/screens"
)

// What opens Pleach on this device beside the password.

// stayFor are the times that somebody can stay unlocked.
var stayFor = map[string]time.Duration{"day": 24 * time.Hour, "week": client.MaxStay}

// ways is nil where there is the password alone.
func (v *visit) ways() *screens.WaysView {
	if !v.App.HasKeeper() {
		return nil
	}
	return &screens.WaysView{Stays: v.stays(), Passkey: v.App.Passkey(v.r.Context()) != nil}
}

func (v *visit) stays() string {
	until := v.App.Stays()
	if until.IsZero() {
		return ""
	}
	return v.text.Day(until.In(v.Zone), v.now)
}

func (v *visit) stayForm() error { return v.showStay(http.StatusOK, screens.StayView{}) }

func (v *visit) showStay(status int, view screens.StayView) error {
	if !v.App.HasKeeper() {
		return errNowhere
	}
	view.Until = v.stays()
	f := v.frame(v.text.Say("stay.title"), screens.RoomSettings)
	return v.show(status, f, screens.StayPage(v.text, f, view))
}

func (v *visit) stay() error {
	if v.field("do") == "end" {
		if err := v.App.EndStay(v.r.Context()); err != nil {
			return err
		}
		return v.goTo("/settings?saved")
	}
	d, ok := stayFor[v.field("for")]
	if !ok {
		d = stayFor["day"]
	}
	if err := v.App.Stay(v.r.Context(), v.field("password"), d); err != nil {
		problem := explain(err)
		return v.showStay(http.StatusUnprocessableEntity, screens.StayView{For: v.field("for"), Problem: &problem})
	}
	return v.goTo("/settings?saved")
}

// passkey is what the door asks a passkey with, nil without one.
func (v *visit) passkey() *screens.PasskeyAsk { return askOf(v.App.Passkey(v.r.Context())) }

func askOf(k *client.Passkey) *screens.PasskeyAsk {
	if k == nil {
		return nil
	}
	text := base64.StdEncoding.EncodeToString
	return &screens.PasskeyAsk{Salt: text(k.Salt), Credential: text(k.Credential), User: text(k.User)}
}

func (v *visit) passkeyForm() error { return v.showPasskey(http.StatusOK, nil) }

func (v *visit) showPasskey(status int, problem *screens.ProblemView) error {
	if !v.App.HasKeeper() {
		return errNowhere
	}
	f := v.frame(v.text.Say("passkey.title"), screens.RoomSettings)
	view := screens.PasskeyView{On: v.passkey(), Make: askOf(v.App.Offered()), Problem: problem}
	return v.show(status, f, screens.PasskeyPage(v.text, f, view))
}

func (v *visit) passkeyProblem(err error) error {
	problem := explain(err)
	return v.showPasskey(http.StatusUnprocessableEntity, &problem)
}

// offerPasskey goes on to the device's own prompt, once the password was right.
func (v *visit) offerPasskey() error {
	if err := v.App.OfferPasskey(v.field("password")); err != nil {
		return v.passkeyProblem(err)
	}
	return v.goTo("/settings/passkey")
}

// keepPasskey takes what the page's script was given by the device. When it was
// given nothing, whoever sits there has changed their mind, or the device cannot
// do it.
func (v *visit) keepPasskey() error {
	credential, secret, err := v.prompted()
	if err == nil {
		err = v.App.AddPasskey(v.r.Context(), credential, secret)
	}
	if errors.Is(err, client.ErrPasskey) {
		err = errPasskeyNotMade
	}
	if err != nil {
		return v.passkeyProblem(err)
	}
	return v.goTo("/settings?saved")
}

func (v *visit) dropPasskey() error {
	if err := v.App.DropPasskey(v.r.Context()); err != nil {
		return err
	}
	return v.goTo("/settings?saved")
}

func (v *visit) unlockByPasskey() error {
	if !v.App.HasAccount() {
		return v.goTo("/")
	}
	_, secret, err := v.prompted()
	if err == nil {
		err = v.App.UnlockByPasskey(v.r.Context(), secret)
	}
	if err == nil {
		return v.onward()
	}
	problem := explain(err)
	return v.door(http.StatusUnprocessableEntity, &problem)
}

// prompted is what the device's prompt gave: client.ErrPasskey for nothing, as
// when somebody has closed it.
func (v *visit) prompted() (credential, secret []byte, err error) {
	if credential, err = base64.StdEncoding.DecodeString(v.field("credential")); err == nil {
		secret, err = base64.StdEncoding.DecodeString(v.field("secret"))
	}
	if err != nil || len(secret) == 0 {
		return nil, nil, client.ErrPasskey
	}
	return credential, secret, nil
}
