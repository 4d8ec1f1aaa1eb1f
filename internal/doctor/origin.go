package doctor

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"
)

// Origin is an address that people type, and how to get there.
type Origin struct {
	URL string
	// TLS is nil for the system's trust.
	TLS *tls.Config
	Now func() time.Time
}

func (o Origin) client() *http.Client {
	return &http.Client{
		Timeout:       15 * time.Second,
		Transport:     &http.Transport{TLSClientConfig: o.TLS, DisableKeepAlives: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// get asks for what every server says of itself.
func (o Origin) get(ctx context.Context) (*http.Response, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, o.URL+"/v1/info", nil)
	if err != nil {
		return nil, err
	}
	return o.client().Do(r)
}

// Reachable looks whether Pleach answers there, and goes by that name.
func (o Origin) Reachable() Probe {
	return Probe{"reachable", func(ctx context.Context) Finding {
		resp, err := o.get(ctx)
		if err != nil {
			return Finding{State: Ill, Says: fmt.Sprintf("Nobody answers at %s (%v).", o.URL, reason(err)),
				Do: "See that pleach serve runs, that the proxy passes on to it, and that name and firewall lead here."}
		}
		defer resp.Body.Close()
		var info struct{ Origin string }
		if err := json.NewDecoder(io.LimitReader(resp.Body, 1<<16)).Decode(&info); err != nil || resp.StatusCode != http.StatusOK {
			return Finding{State: Ill, Says: fmt.Sprintf("Somebody answers at %s, and it is no Pleach (status %d).", o.URL, resp.StatusCode),
				Do: "Let the proxy pass on every path, and /v1/ with it, to the address of --listen."}
		}
		if info.Origin != o.URL {
			return Finding{State: Watch, Says: fmt.Sprintf("The server there goes by %s first.", info.Origin),
				Do: "Logins are signed for an origin: start pleach serve with --origin " + o.URL}
		}
		return Finding{Says: "Pleach answers at " + o.URL + "."}
	}}
}

// Clock compares this machine's clock with the server's answer, and with the
// newest file of its data. Devices sign in with a challenge that is good for
// minutes.
func (o Origin) Clock(dir string) Probe {
	return Probe{"clock", func(ctx context.Context) Finding {
		const do = "Let the machine set its clock from the network: timedatectl set-ntp true"
		if last := newestChange(dir); last.Sub(o.Now()) > time.Hour {
			return Finding{State: Ill, Says: "This machine's clock is behind its own files.", Do: do}
		}
		if o.URL == "" {
			return Finding{Says: "This machine's clock is not behind its files; with --origin it is compared with the server's too."}
		}
		resp, err := o.get(ctx)
		if err != nil {
			return Finding{State: Watch, Says: "The clock cannot be compared while the server does not answer."}
		}
		defer resp.Body.Close()
		said, err := http.ParseTime(resp.Header.Get("Date"))
		if err != nil {
			return Finding{State: Watch, Says: "The server's answer has no date to compare the clock with."}
		}
		if off := o.Now().Sub(said).Abs(); off > time.Minute {
			return Finding{State: Ill, Says: fmt.Sprintf("This clock and the server's are %s apart.", off.Round(time.Second)), Do: do}
		}
		return Finding{Says: "The clocks here and at the server agree."}
	}}
}

// soon is when a certificate should have been renewed by itself.
const soon = 14 * 24 * time.Hour

// Certificate looks whether devices will trust the server, and for how long.
func (o Origin) Certificate() Probe {
	return Probe{"certificate", func(ctx context.Context) Finding {
		u, err := url.Parse(o.URL)
		if err != nil || u.Scheme != "https" {
			return Finding{State: Watch, Says: o.URL + " has no TLS, so browsers open Pleach on that machine alone.",
				Do: "Put a proxy with a certificate in front, and name https:// in --origin."}
		}
		resp, err := o.get(ctx)
		var bad *tls.CertificateVerificationError
		if errors.As(err, &bad) {
			return Finding{State: Ill, Says: fmt.Sprintf("Devices do not trust the certificate (%v).", bad.Err), Do: "See why the proxy could not renew it, in the proxy's log."}
		}
		if err != nil {
			return Finding{State: Watch, Says: "The certificate cannot be looked at while nobody answers."}
		}
		defer resp.Body.Close()
		ends := resp.TLS.PeerCertificates[0].NotAfter
		if ends.Sub(o.Now()) < soon {
			return Finding{State: Watch, Says: "The certificate ends on " + ends.Format("2 January 2006") + ".", Do: "It should have been renewed by now: look into the proxy's log."}
		}
		return Finding{Says: "The certificate is good until " + ends.Format("2 January 2006") + "."}
	}}
}

// reason is the error without the address that it repeats.
func reason(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err
	}
	return err
}
