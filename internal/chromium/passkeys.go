package chromium

import (
	"github.com/chromedp/cdproto/webauthn"
	"github.com/chromedp/chromedp"
)

// Authenticator is what a device makes passkeys with, without the finger: it says
// yes by itself.
type Authenticator struct {
	tab *Tab
	id  webauthn.AuthenticatorID
}

// Authenticator gives a tab's device passkeys that have a pseudo-random function
// (WebAuthn's PRF). A tab has one at a time; end the one before.
func (t *Tab) Authenticator() (*Authenticator, error) {
	ctx, cancel := t.limit()
	defer cancel()
	if _, err := chromedp.Call(ctx, webauthn.Enable, webauthn.EnableParams{}); err != nil {
		return nil, err
	}
	made, err := chromedp.Call(ctx, webauthn.AddVirtualAuthenticator, webauthn.AddVirtualAuthenticatorParams{
		Options: &webauthn.VirtualAuthenticatorOptions{
			Protocol: "ctap2", Ctap2version: "ctap2_1", Transport: "internal", HasResidentKey: true,
			HasUserVerification: true, IsUserVerified: true, HasPrf: true, AutomaticPresenceSimulation: true,
		},
	})
	return &Authenticator{t, made.AuthenticatorID}, err
}

// Knows says whether the finger is the right one from now on.
func (a *Authenticator) Knows(finger bool) error {
	ctx, cancel := a.tab.limit()
	defer cancel()
	_, err := chromedp.Call(ctx, webauthn.SetUserVerified, webauthn.SetUserVerifiedParams{AuthenticatorID: a.id, IsUserVerified: finger})
	return err
}

// Passkeys are the names under which the device lists its passkeys, and whose
// they say to be.
func (a *Authenticator) Passkeys() ([]string, error) {
	ctx, cancel := a.tab.limit()
	defer cancel()
	got, err := chromedp.Call(ctx, webauthn.GetCredentials, webauthn.GetCredentialsParams{AuthenticatorID: a.id})
	var names []string
	for _, c := range got.Credentials {
		names = append(names, c.RpID+" "+c.UserName)
	}
	return names, err
}

// End takes the authenticator away, and its passkeys with it.
func (a *Authenticator) End() error {
	ctx, cancel := a.tab.limit()
	defer cancel()
	_, err := chromedp.Call(ctx, webauthn.RemoveVirtualAuthenticator, webauthn.RemoveVirtualAuthenticatorParams{AuthenticatorID: a.id})
	return err
}
