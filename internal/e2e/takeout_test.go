package e2e

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// Ada takes everything from one server to another: she saves a file, makes an
// account elsewhere, and brings the file along. What was hers alone is hers
// there, and the file tells nobody a word of it.
func TestAdaMovesToAnotherServer(t *testing.T) {
	ada := newcomer(t)
	line := ada.secret("a pulse")
	ada.savesPulse(line)
	ada.goesTo("/settings/moving")
	ada.finds("move.title")
	ada.presses("takeout.begin")
	ada.finds("takeout.title")
	ada.presses("takeout.words.go")
	ada.finds("made.title")
	words := ada.value(`document.getElementById("takeout-words").textContent`)
	file := ada.saves("made.save")
	sealed, err := os.ReadFile(file)
	if err != nil || !bytes.HasPrefix(sealed, []byte("age-encryption.org/v1\n")) || bytes.Contains(sealed, []byte(line)) {
		t.Fatalf("the file begins with %.60q (%v)", sealed, err)
	}

	there := newPerson(t, "Ada", serve(t))
	there.begins()
	there.signsUp()
	there.isHome()
	there.goesTo("/settings/bring")
	there.finds("bring.title")
	there.must(there.tab.Choose("#file", file))
	there.writes("passphrase", words)
	there.presses("bring.go")
	there.reads("bring.came.one", "n", "1")
	there.goesTo("/history")
	there.finds("history.title")
	there.holds(line)
}

// saves presses a link that saves a file, and waits until it is on the disk.
func (p *person) saves(key string) string {
	p.t.Helper()
	dir := p.t.TempDir()
	p.must(p.tab.SaveTo(dir))
	p.presses(key)
	for range 300 {
		if files, _ := filepath.Glob(filepath.Join(dir, "archive-*.age")); len(files) == 1 {
			return files[0]
		}
		time.Sleep(100 * time.Millisecond)
	}
	p.must(fmt.Errorf("no file was saved"))
	return ""
}
