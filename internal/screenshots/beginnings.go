package main

import (
	"fmt"
	"strconv"

	"pleach/internal/chromium"
	"pleach/internal/content"
)

const password = "two stems, one hedge"

func say(key string, pairs ...string) string { return content.English().Text.Say(key, pairs...) }

// beginnings are the screens before and at the beginning of an account, and
// those of somebody who is alone.
func beginnings(c *camera, b *chromium.Browser, d *demoHost) error {
	v, err := visit(b, d.ada+"/")
	if err != nil {
		return err
	}
	defer v.Close()
	return all(
		func() error { return v.heads(say("welcome.title")) },
		func() error { return c.take(v.Tab, "welcome") },
		func() error { return v.goes("/add") },
		func() error { return c.take(v.Tab, "adding") },
		func() error { return v.goes("/kit") },
		func() error { return v.Write("#kit", "a shopping list") },
		func() error { return v.Write("#password", password) },
		func() error { return v.sends("/kit", "") },
		func() error { return v.Wait("document.querySelector('.problem')") },
		func() error { return c.take(v.Tab, "kit-refused") },
		func() error { return v.goes("/kit?forgot=1") },
		func() error { return c.take(v.Tab, "kit-forgot") },
		func() error { return signUp(c, v, "Ada") },
		func() error { return alone(c, v) },
		func() error { return signOut(c, v) },
	)
}

func signUp(c *camera, v visitor, name string) error {
	return all(
		func() error { return v.goes("/signup") },
		func() error { return shoot(c, v, "signup") },
		func() error { return v.Write("#name", name) },
		func() error { return v.Write("#password", password) },
		func() error { return v.sends("/signup", "") },
		func() error { return v.at("/signup/kit") },
		func() error { return shoot(c, v, "kit") },
		func() error { return keepKit(c, v) },
	)
}

// shoot takes a picture when there is a camera.
func shoot(c *camera, v visitor, name string) error {
	if c == nil {
		return nil
	}
	return c.take(v.Tab, name)
}

func keepKit(c *camera, v visitor) error {
	list, err := chromium.Value[string](v.Tab, "[...document.querySelectorAll('.kit-words li')].map((li) => li.textContent).join(' ')")
	if err != nil {
		return err
	}
	words := wordsOf(list)
	if err := all(func() error { return v.goes("/signup/test") }, func() error { return shoot(c, v, "kit-test") }); err != nil {
		return err
	}
	for i := range words {
		field := fmt.Sprintf("#word-%s", strconv.Itoa(i+1))
		if asked, _ := chromium.Value[bool](v.Tab, "Boolean(document.querySelector("+chromium.Quote(field)+"))"); asked {
			if err := v.Write(field, words[i]); err != nil {
				return err
			}
		}
	}
	return all(
		func() error { return v.sends("/signup/test", "check") },
		func() error { return v.Wait("document.querySelector('form[action=\"/pulse\"]')") },
	)
}

func alone(c *camera, v visitor) error {
	for name, path := range map[string]string{
		"alone-today": "/", "alone-checkin": "/checkin", "alone-history": "/history", "alone-map": "/map", "alone-settings": "/settings",
		"alone-appreciation": "/appreciation", "pair": "/pair", "join": "/join",
	} {
		if err := all(func() error { return v.goes(path) }, func() error { return c.take(v.Tab, name) }); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

func signOut(c *camera, v visitor) error {
	return all(
		func() error { return v.goes("/settings/signout") },
		func() error { return shoot(c, v, "signout") },
		func() error { return v.sends("/settings/signout", "signout") },
		func() error { return v.heads(say("welcome.title")) },
	)
}
