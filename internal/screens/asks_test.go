package screens_test

import (
	"io/fs"
	"os"
	"regexp"
	"testing"
)

// TestTheAppAsksForNothingOfTheDevice is safety rules 7 and 8 by absence: no
// script of ours knows where somebody is, whom they know, or how to notify.
// Whoever adds one of these has a rule to keep first.
func TestTheAppAsksForNothingOfTheDevice(t *testing.T) {
	asks := regexp.MustCompile(`(?i)geolocation|navigator\.contacts|getUserMedia|mediaDevices|Notification|PushManager|pushManager|clipboard\.read|getInstalledRelatedApps|sendBeacon|deviceorientation`)
	scripts := 0
	err := fs.WalkDir(os.DirFS("static"), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !regexp.MustCompile(`\.js$`).MatchString(name) {
			return err
		}
		scripts++
		source, err := os.ReadFile("static/" + name)
		if hit := asks.Find(source); hit != nil {
			t.Errorf("%s has %q", name, hit)
		}
		return err
	})
	if err != nil || scripts < 9 {
		t.Fatalf("%d scripts, %v", scripts, err)
	}
}
