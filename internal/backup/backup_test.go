package backup_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"pleach/internal/backup"
)

func newKey(t *testing.T) (backup.Lock, backup.Key) {
	t.Helper()
	text, recipient, err := backup.NewKey(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	lock, err := backup.ForRecipients([]string{recipient})
	if err != nil {
		t.Fatal(err)
	}
	key, err := backup.ReadKey(text)
	if err != nil {
		t.Fatal(err)
	}
	return lock, key
}

func writes(b []byte) func(io.Writer) error {
	return func(w io.Writer) error { _, err := w.Write(b); return err }
}

var words = bytes.Repeat([]byte("what was kept. "), 10000)

func TestWhatIsSealedIsOpenedByItsKeyAlone(t *testing.T) {
	lock, key := newKey(t)
	_, stranger := newKey(t)
	var file bytes.Buffer
	if err := lock.Seal(&file, writes(words)); err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(file.Bytes(), words[:15]) {
		t.Fatal("the file has the words in the clear")
	}
	r, err := key.Open(bytes.NewReader(file.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(r); err != nil || !bytes.Equal(got, words) {
		t.Fatalf("%d bytes, want %d (%v)", len(got), len(words), err)
	}
	if _, err := stranger.Open(bytes.NewReader(file.Bytes())); !errors.Is(err, backup.ErrWrongKey) {
		t.Errorf("another key: got %v", err)
	}
}

func TestAPassphraseSealsToo(t *testing.T) {
	const phrase = "six words that nobody says together"
	lock, err := backup.ForPassphrase(phrase)
	if err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	if err := lock.Seal(&file, writes(words)); err != nil {
		t.Fatal(err)
	}
	for p, want := range map[string]error{phrase: nil, phrase + "s": backup.ErrWrongKey} {
		key, err := backup.FromPassphrase(p)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := key.Open(bytes.NewReader(file.Bytes())); !errors.Is(err, want) {
			t.Errorf("%q: got %v, want %v", p, err, want)
		}
	}
}

// A file that is cut at any place, or changed at any, never reads to its end.
func TestADamagedFileIsNoticed(t *testing.T) {
	lock, key := newKey(t)
	var file bytes.Buffer
	if err := lock.Seal(&file, writes(words)); err != nil {
		t.Fatal(err)
	}
	read := func(b []byte) error {
		r, err := key.Open(bytes.NewReader(b))
		if err == nil {
			_, err = io.Copy(io.Discard, r)
		}
		return err
	}
	if err := read(file.Bytes()); err != nil {
		t.Fatal(err)
	}
	for at := 0; at < file.Len(); at += 4999 {
		if err := read(file.Bytes()[:at]); !errors.Is(err, backup.ErrDamaged) {
			t.Errorf("cut at %d: got %v", at, err)
		}
		changed := bytes.Clone(file.Bytes())
		changed[at] ^= 1
		if err := read(changed); !errors.Is(err, backup.ErrDamaged) && !errors.Is(err, backup.ErrWrongKey) {
			t.Errorf("changed at %d: got %v", at, err)
		}
	}
}

func TestWhatIsNoKeyIsRefused(t *testing.T) {
	_, forKey := backup.ReadKey([]byte("age1notthesecret"))
	_, forNone := backup.ForRecipients(nil)
	_, forOther := backup.ForRecipients([]string{"ssh-ed25519 AAAA"})
	_, forShort := backup.ForPassphrase("short")
	_, forEmpty := backup.FromPassphrase("")
	for i, err := range []error{forKey, forNone, forOther, forShort, forEmpty} {
		if !errors.Is(err, backup.ErrKey) || strings.Contains(err.Error(), "notthesecret") {
			t.Errorf("%d: got %v", i, err)
		}
	}
}

func TestAFileIsWholeOrNotThere(t *testing.T) {
	lock, key := newKey(t)
	dir := t.TempDir()
	path := filepath.Join(dir, "copy.age")
	broken := errors.New("the disk is gone")
	if err := lock.WriteFile(path, func(w io.Writer) error { _, _ = w.Write(words); return broken }); !errors.Is(err, broken) {
		t.Fatalf("got %v", err)
	}
	if left := names(t, dir); len(left) != 0 {
		t.Fatalf("%v is left", left)
	}
	for _, want := range []error{nil, backup.ErrExists} {
		if err := lock.WriteFile(path, writes(words)); !errors.Is(err, want) {
			t.Fatalf("got %v, want %v", err, want)
		}
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v (%v)", info.Mode(), err)
	}
	r, err := key.Open(f)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(r); err != nil || !bytes.Equal(got, words) {
		t.Errorf("%d bytes, %v", len(got), err)
	}
}

func names(t *testing.T, dir string) (out []string) {
	t.Helper()
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		out = append(out, f.Name())
	}
	return out
}

func plan(t *testing.T, dir string) backup.Schedule {
	t.Helper()
	lock, _ := newKey(t)
	return backup.Schedule{
		Folder: dir, Every: 24 * time.Hour, Keep: 3, Lock: lock, Clock: time.Now, Log: slog.New(slog.DiscardHandler),
		Source: func(_ context.Context, w io.Writer) error { return writes(words)(w) },
	}
}

// A server that runs for ten days, is restarted, and runs for another: three
// backups are there, a day apart, and the files that somebody else put there.
func TestBackupsAreMadeEveryDayAndTheNewestStay(t *testing.T) {
	dir := t.TempDir()
	for _, other := range []string{"letter.txt", "pleach-notes.db.age"} {
		if err := os.WriteFile(filepath.Join(dir, other), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "pleach-123.part"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		s := plan(t, dir)
		tries := 0
		s.Done = func(_ time.Time, err error) {
			if tries++; err != nil {
				t.Error(err)
			}
		}
		serve := func(d time.Duration) {
			ctx, cancel := context.WithTimeout(t.Context(), d)
			defer cancel()
			s.Run(ctx)
		}
		serve(9*24*time.Hour + time.Hour) // at once, and after each of nine days
		serve(time.Hour)                  // too short for one more
		serve(24 * time.Hour)             // one more, a day after the last
		if tries != 11 {
			t.Errorf("%d backups were made, want 11", tries)
		}
	})
	want := []string{"letter.txt", "pleach-20000109T000000Z.db.age", "pleach-20000110T000000Z.db.age", "pleach-20000111T000000Z.db.age", "pleach-notes.db.age"}
	if got := names(t, dir); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// What fails is tried again soon, and removes nothing.
func TestABackupThatFailsRemovesNothing(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		s := plan(t, dir)
		for range 3 {
			if err := s.Once(t.Context()); err != nil {
				t.Fatal(err)
			}
			time.Sleep(24 * time.Hour)
		}
		was := names(t, dir)
		s.Source = func(context.Context, io.Writer) error { return errors.New("the disk is full") }
		var failed []time.Time
		s.Done = func(at time.Time, err error) {
			if failed = append(failed, at); err == nil {
				t.Error("it did not fail")
			}
		}
		ctx, cancel := context.WithTimeout(t.Context(), 25*time.Minute)
		defer cancel()
		s.Run(ctx)
		if len(failed) != 3 || failed[1].Sub(failed[0]) != 10*time.Minute {
			t.Errorf("tried at %v", failed)
		}
		if got := names(t, dir); !slices.Equal(got, was) {
			t.Errorf("got %v, want %v", got, was)
		}
	})
}
