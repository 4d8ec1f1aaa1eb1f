package rooms_test

import (
	"context"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"pleach/internal/client"
	"pleach/internal/client/memstore"
	"pleach/internal/content"
)

// listening is a storage that counts what is written.
type listening struct {
	client.Storage
	written map[string]int
}

func (l *listening) Put(ctx context.Context, name string, value []byte) error {
	l.written[name]++
	return l.Storage.Put(ctx, name, value)
}

// TestAPrivateLookLeavesNoTrace is safety rule 16: the answers help on the
// spot, and neither this device nor the server nor any other page knows more
// afterwards.
func TestAPrivateLookLeavesNoTrace(t *testing.T) {
	w := newWorld(t)
	storage := &listening{memstore.New(), map[string]int{}}
	ada, noor := w.browserWith(client.Config{Storage: storage}, content.English()).signUp("Ada"), w.browser().signUp("Noor")
	meet(ada, noor)
	paths := []string{"/", "/checkin", "/history", "/settings", "/safe"}
	before := map[string]string{}
	for _, path := range paths {
		before[path] = ada.open(path).page.words()
	}
	written := maps.Clone(storage.written)
	pending := ada.Person().Pending()

	ada.open("/safe").click("Look at the questions").at("/safe/look")
	ada.send("/safe/look", "hurt", "yes", "afraid", "yes").reads("dangerous", "Emergency", "Hilfetelefon")
	ada.open("/safe/look").lacks("checked")

	if !maps.Equal(written, storage.written) || ada.Person().Pending() != pending {
		t.Errorf("something was written: %v, before it was %v", storage.written, written)
	}
	for _, path := range paths {
		if got := ada.open(path).page.words(); got != before[path] {
			t.Errorf("%s reads otherwise afterwards:\n%s\nbefore:\n%s", path, got, before[path])
		}
	}
}

func TestALookIsAnsweredAsGravelyAsItIs(t *testing.T) {
	safe := content.English().Shelf().Safe
	ada := newWorld(t).browser().signUp("Ada")
	look := func(yes ...string) *browser {
		var answers []string
		for _, q := range yes {
			answers = append(answers, q, "yes")
		}
		return ada.open("/safe/look").send("/safe/look", answers...)
	}
	look().reads(safe.None)
	look("eggshells").reads(safe.Some)
	look("watched", "cut-off").reads(safe.Strong)
	look("threat").reads(safe.Strong)
}

// TestHelpIsThereWithoutAnAccount is for somebody at a locked device, or at no
// account at all.
func TestHelpIsThereWithoutAnAccount(t *testing.T) {
	newWorld(t).browser().open("/safe").reads("Hotline", "Emergency", "1-800-799-7233")
}

// TestANumberSaysHowOldTheWordOfItIs is for somebody who has to trust one.
func TestANumberSaysHowOldTheWordOfItIs(t *testing.T) {
	p := newWorld(t).browser().open("/safe")
	for _, c := range content.Numbers().Countries {
		for _, l := range c.Lines {
			said := "we could not confirm it"
			if at, err := time.Parse("2006-01", l.Checked); err == nil {
				said = "found in a text of " + at.Format("January 2006")
			}
			p.reads(l.Source + " · " + said)
		}
	}
}

// TestNoTwoNumbersAreReadAsOne: 112 and 101 side by side would be 112101.
func TestNoTwoNumbersAreReadAsOne(t *testing.T) {
	p := newWorld(t).browser().open("/safe")
	for _, c := range content.Numbers().Countries {
		numbers := slices.Clone(c.Emergency)
		for _, l := range c.Lines {
			if l.Phone != "" {
				numbers = append(numbers, l.Phone)
			}
		}
		for _, number := range numbers {
			if !strings.Contains(p.html, ">"+number+"</a></dd>") {
				t.Errorf("%s: %s has no line of its own", c.Code, number)
			}
		}
	}
}
