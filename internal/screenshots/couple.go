package main

import (
	"strconv"
	"time"

	"pleach/internal/bond"
	"pleach/internal/chromium"
	"pleach/internal/demo"
	"pleach/internal/rooms"
	"pleach/seal"
)

// couple are the screens of Ada and Noor with twelve weeks behind them.
func couple(c *camera, b *chromium.Browser, d *demoHost) error {
	v, err := visit(b, d.ada+"/demo")
	if err != nil {
		return err
	}
	defer v.Close()
	return all(
		func() error { return c.take(v.Tab, "demo") },
		func() error { return v.Open(d.ada + "/kitchen") },
		func() error { return c.take(v.Tab, "kitchen") },
		func() error { return v.Open(door(d.links.Ada)) },
		func() error {
			return v.Wait("document.querySelector('form[action=\"/pulse\"]') && document.querySelector('.rooms')")
		},
		func() error { return pulses(c, v) },
		func() error { return plainRooms(c, v) },
		func() error { return checkin(c, v) },
		func() error { return locked(c, v) },
	)
}

func door(kit seal.Kit) string {
	return kit.Server + "/#" + rooms.DemoFragment(kit.Code(), demo.Password)
}

func pulses(c *camera, v visitor) error {
	set := "for (const [id, value] of [['mood', 70], ['energy', 55], ['closeness', 80], ['room', 40]]) {" +
		"const s = document.getElementById(id); s.value = value; s.dispatchEvent(new Event('input', { bubbles: true })); }"
	return all(
		func() error { return v.Wait("document.querySelector('.letter')") },
		func() error { return c.take(v.Tab, "today") },
		func() error { return v.Run(set) },
		func() error { return v.sends("/pulse", "") },
		func() error { return v.Wait("document.querySelector('.saved')") },
		func() error { return c.take(v.Tab, "today-saved") },
		func() error { return v.Run("document.querySelector('a[href$=\"/show\"]').click()") },
		func() error { return v.heads(say("preview.title", "partner", "Noor")) },
		func() error { return c.take(v.Tab, "pulse-preview") },
	)
}

func plainRooms(c *camera, v visitor) error {
	for _, room := range []struct{ name, path string }{
		{"checkin", "/checkin"}, {"map", "/map"}, {"pleach", "/map/pleach"}, {"share-mood", "/map/mood"}, {"history", "/history"}, {"agreements", "/agreements"}, {"openup", "/open"}, {"grow", "/grow"}, {"new", "/grow/new"}, {"idea", "/grow/draw"}, {"grow-agreement", "/grow/agreement"}, {"back", "/grow/back"}, {"card", "/open/card?depth=2"}, {"writing", "/open/write"}, {"session", "/session/open-up"}, {"safe", "/safe"}, {"safe-look", "/safe/look"},
		{"ground", "/ground"}, {"needs", "/reflect/needs"}, {"needs-seen", "/reflected/needs"}, {"exercise", "/ground/exercise/long-breath"}, {"circle", "/cycle"}, {"patterns", "/patterns"},
		{"appreciation", "/appreciation"}, {"settings", "/settings"}, {"settings-kit", "/settings/kit"}, {"settings-sharing", "/settings/sharing"}, {"settings-kit-new", "/settings/kit/new"}, {"settings-password", "/settings/password"}, {"settings-stay", "/settings/stay"}, {"settings-passkey", "/settings/passkey"}, {"settings-close", "/settings/close"}, {"settings-takeout", "/settings/takeout"}, {"settings-bring", "/settings/bring"}, {"settings-moving", "/settings/moving"}, {"not-found", "/nowhere"},
	} {
		err := all(func() error { return v.goes(room.path) }, func() error { return c.take(v.Tab, room.name) })
		if err != nil {
			return err
		}
	}
	return all(
		func() error { return v.goes("/appreciation") },
		func() error { return v.Write("#text", "For the list for sick days, and the drawing on it.") },
		func() error { return v.sends("/appreciation", "preview") },
		func() error { return v.Wait("document.querySelector('button[value=give]')") },
		func() error { return c.take(v.Tab, "appreciation-preview") },
		func() error { return anotherDevice(c, v) },
	)
}

func anotherDevice(c *camera, v visitor) error {
	return all(
		func() error { return v.goes("/settings/add") },
		func() error { return c.take(v.Tab, "settings-add") },
		func() error { return v.sends("/settings/add", "") },
		func() error { return v.heads(say("add.code.title")) },
		func() error { return c.take(v.Tab, "settings-add-code") },
	)
}

func checkin(c *camera, v visitor) error {
	round := "/checkin/" + bond.RoundAt("weekly", time.Now()).String()
	return all(
		func() error { return v.goes(round) },
		func() error { return v.Write("#said-went-well", "The rehearsal, from the last row.") },
		func() error { return v.Write("#said-attention", "How we keep the Thursdays when the job changes.") },
		func() error { return c.take(v.Tab, "prepare") },
		func() error { return v.sends(round, "post") },
		func() error { return v.heads(say("reveal.title")) },
		func() error { return c.take(v.Tab, "reveal") },
		func() error { return v.sends("/talk", "") },
		func() error { return v.at("/talk/") },
		func() error { return talk(c, v) },
	)
}

// talk goes through the long form on one device.
func talk(c *camera, v visitor) error {
	steps := []string{"arrive", "appreciations", "went-well", "review", "topic", "room", "agreement", "reconnect"}
	for i, name := range steps {
		next := "document.querySelector('.talknav button[value=next], .agreeform button[value=none]').click()"
		err := all(
			func() error {
				return v.Wait("document.querySelector('.steps').textContent.includes(" +
					chromium.Quote(say("talk.of", "n", strconv.Itoa(i+1), "of", strconv.Itoa(len(steps)))) + ")")
			},
			func() error { return c.take(v.Tab, "talk-"+name) },
			func() error { return v.Run(next) },
		)
		if err != nil {
			return err
		}
	}
	return all(
		func() error { return v.heads(say("ended.title")) },
		func() error { return c.take(v.Tab, "talk-ended") },
	)
}

func locked(c *camera, v visitor) error {
	return all(
		func() error { return v.goes("/settings") },
		func() error { return v.sends("/lock", "") },
		func() error { return v.heads(say("unlock.title")) },
		func() error { return v.Write("#password", "not the one") },
		func() error { return v.sends("/unlock", "") },
		func() error { return v.Wait("document.querySelector('.problem')") },
		func() error { return c.take(v.Tab, "unlock-refused") },
		func() error { return v.Reload() },
		func() error { return v.Wait("document.querySelector('form[action=\"/unlock\"]')") },
		func() error { return c.take(v.Tab, "unlock") },
	)
}
