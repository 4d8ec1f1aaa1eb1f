package main

import (
	"strings"

	"pleach/internal/chromium"
)

// pairing goes through an invitation from afar, with a person at each of the
// two addresses.
func pairing(c *camera, b *chromium.Browser, d *demoHost) error {
	ada, err := visit(b, d.ada+"/")
	if err != nil {
		return err
	}
	defer ada.Close()
	noor, err := visit(b, d.noor+"/")
	if err != nil {
		return err
	}
	defer noor.Close()
	return all(
		func() error { return settle(ada, "Ada") },
		func() error { return settle(noor, "Noor") },
		func() error { return invite(c, ada, "here", "invite-here") },
		func() error { return withdraw(ada) },
		func() error { return invite(c, ada, "afar", "invite-afar") },
		func() error { return join(c, ada, noor, d) },
		func() error { return compare(c, ada, noor) },
		func() error { return signOut(nil, ada) },
		func() error { return signOut(nil, noor) },
	)
}

func settle(v visitor, name string) error {
	return all(func() error { return v.heads(say("welcome.title")) }, func() error { return signUp(nil, v, name) })
}

func invite(c *camera, ada visitor, where, name string) error {
	return all(
		func() error { return ada.goes("/pair") },
		func() error { return ada.sends("/pair", where) },
		func() error { return ada.Wait("document.getElementById('invite-link')") },
		func() error { return c.take(ada.Tab, name) },
	)
}

func withdraw(ada visitor) error {
	return all(
		func() error {
			return ada.Run("document.querySelector('button[value=withdraw]').click()")
		},
		func() error { return ada.Wait("document.querySelector('form[action=\"/pulse\"]')") },
	)
}

func join(c *camera, ada, noor visitor, d *demoHost) error {
	link, err := chromium.Value[string](ada.Tab, "document.getElementById('invite-link').value")
	if err != nil {
		return err
	}
	return all(
		func() error { return noor.goes("/join") },
		func() error { return noor.Write("#link", strings.Replace(link, d.ada, d.noor, 1)) },
		func() error { return noor.sends("/join", "") },
		func() error { return noor.heads(say("offer.title", "from", "Ada")) },
		func() error { return c.take(noor.Tab, "offer") },
		func() error { return noor.sends("/join/answer", "") },
		func() error { return noor.at("/join/wait") },
		func() error { return c.take(noor.Tab, "join-wait") },
		func() error { return ada.heads(say("invite.answered", "name", "Noor")) },
		func() error { return c.take(ada.Tab, "invite-answered") },
		func() error { return ada.Run("document.querySelector('button[value=approve]').click()") },
	)
}

func compare(c *camera, ada, noor visitor) error {
	return all(
		func() error { return noor.at("/pair/compare") },
		func() error { return c.take(noor.Tab, "compare") },
		func() error { return noor.sends("/pair/compare", "same") },
		func() error { return noor.at("/pair/connected") },
		func() error { return c.take(noor.Tab, "connected") },
		func() error { return ada.goes("/settings") },
	)
}
