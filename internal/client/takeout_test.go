package client_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"io"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"

	"filippo.io/age"

	"pleach/internal/bond"
	"pleach/internal/client"
	"pleach/internal/testkit/canary"
	"pleach/wire"
)

const passphrase = "a lantern by the old gate"

// packs takes everything along, and looks into the file with the age library.
func (d *device) packs(passphrase string) (file []byte, plain string) {
	d.t.Helper()
	d.must(d.Person().Pack(passphrase))
	k := d.Person().Packed()
	if passphrase == "" {
		passphrase = k.Words
	}
	return k.Bytes(), decrypted(d.t, k.Bytes(), passphrase)
}

func decrypted(t testing.TB, file []byte, passphrase string) string {
	t.Helper()
	id, err := age.NewScryptIdentity(passphrase)
	if err != nil {
		t.Fatal(err)
	}
	r, err := age.Decrypt(bytes.NewReader(file), id)
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(plain)
}

// brings hands a file over and brings along what is in it.
func (d *device) brings(file []byte) client.Brought {
	d.t.Helper()
	d.must(d.Person().HoldFile(bytes.NewReader(file)))
	b, err := d.Person().Bring(ctx, passphrase, false)
	d.must(err)
	return b
}

// own is a journal without what belongs to an account.
func own(p *bond.Private) bond.Private {
	j := *p
	j.Name, j.KitTested, j.Kit, j.Devices, j.Fleet, j.Ring, j.Past, j.Unknown = "", time.Time{}, nil, nil, bond.Fleet{}, bond.Ring{}, nil, 0
	return j
}

// TestEverythingGoesToAnotherServer: Ada takes everything along and begins anew
// elsewhere. What was hers alone is hers again, what the two shared is a copy,
// and doing it twice changes nothing.
func TestEverythingGoesToAnotherServer(t *testing.T) {
	_, ada, _ := sharing(t)
	p := ada.Person()
	undone, err := p.Pulse(ctx, bond.Pulse{Mood: 1, Energy: bond.Unsaid, Closeness: bond.Unsaid, Room: bond.Unsaid, Note: "a slip"})
	ada.must(err)
	ada.must(p.UndoPulse(ctx, undone))
	_, err = p.Pulse(ctx, bond.Pulse{Mood: 70, Energy: 3, Closeness: bond.Unsaid, Room: 0, With: bond.Apart, Note: "rain on the hedge"})
	ada.must(err)
	ada.must(p.Appreciate(ctx, "kept for me", true))
	ada.must(p.SetSettings(ctx, bond.Settings{Strict: true, LockAfter: 15}))
	ada.must(p.KeepResource(ctx, bond.Inside, "my breath"))
	ada.must(p.Sync(ctx))
	file, _ := ada.packs(passphrase)
	shared := ada.Person().Shared()

	there := newWorld(t)
	again := there.device()
	again.signUp("Ada")
	b := again.brings(file)
	if b.Name != "Ada" || b.New != p.Packed().Things || b.Known != 0 || !b.Made.Equal(ada.now) {
		t.Errorf("%+v of %d things", b, p.Packed().Things)
	}
	if got, want := own(again.Person().Private()), own(p.Private()); !reflect.DeepEqual(got, want) {
		t.Errorf("what was hers is now\n%+v\nand was\n%+v", got, want)
	}
	again.wantKept("by Ada", "by Noor", "the soup", "the walk")
	past := again.Person().Past()[0]
	if past.Self != p.Self() || past.Pair.Partner != "Noor" || !past.Pair.Inviter || !reflect.DeepEqual(past.Shared, shared) {
		t.Errorf("the copy is of %+v", past.Pair)
	}
	if _, ok := again.Person().Partner(); ok || again.Person().HoldsFile() {
		t.Error("there is a partner, or the file is still held")
	}
	again.must(again.Person().Sync(ctx))
	if twice := again.brings(file); twice.New != 0 || twice.Known != b.New {
		t.Errorf("twice: %+v", twice)
	}
	if again.Person().Pending() != 0 {
		t.Error("it was written twice, or the server there has not taken it")
	}
}

// TestWhatWasBroughtIsTakenAlongAgain: from server to server, with a partner at
// each.
func TestWhatWasBroughtIsTakenAlongAgain(t *testing.T) {
	_, ada, _ := sharing(t)
	file, _ := ada.packs(passphrase)
	there := newWorld(t)
	again, noor := there.device(), there.device()
	again.signUp("Ada")
	noor.signUp("Noor")
	again.brings(file)
	pair(noor, again, true)
	again.must(again.Person().Appreciate(ctx, "at last", false))
	settled(again, noor)
	again.must(again.Person().LeaveShared(ctx))
	file, _ = again.packs(passphrase)

	last := newWorld(t).device()
	last.signUp("Ada")
	last.brings(file)
	if len(last.Person().Past()) != 2 {
		t.Fatalf("%d pasts", len(last.Person().Past()))
	}
	last.wantKept("at last", "by Ada", "by Noor", "the soup", "the walk")
}

// TestNoKeyIsTakenAlong: nor what Noor has not opened, nor anything that names a
// device or an invitation.
func TestNoKeyIsTakenAlong(t *testing.T) {
	_, ada, noor := sharing(t)
	ada.now = ada.now.AddDate(0, 0, 7)
	noor.now = ada.now
	noor.must(noor.Person().Answer(ctx, answers(noor, "not opened yet")))
	settled(noor, ada)
	_, plain := ada.packs("")
	pair, _ := ada.Person().Private().Ring.Pair()
	for _, secret := range []string{"not opened yet", "space-made/1", "invite/1", "invite-", "device-chain", "kit-", "sharing-ended", base64.StdEncoding.EncodeToString(pair.Member), base64.StdEncoding.EncodeToString(pair.Anchor), "Ada's phone"} {
		if strings.Contains(plain, secret) {
			t.Errorf("%q is in the file", secret)
		}
	}
	for _, words := range []string{"by Ada", "by Noor", "the walk", "the soup"} {
		if !strings.Contains(plain, words) {
			t.Errorf("%q is not in the file", words)
		}
	}
}

// TestNothingIsReadableInTheFile: no words, no names, in no usual encoding, and
// the file is gone when the app locks.
func TestNothingIsReadableInTheFile(t *testing.T) {
	_, ada, _ := sharing(t)
	ada.must(ada.Person().Appreciate(ctx, "canary in the hedge", true))
	file, plain := ada.packs("")
	for _, word := range []string{"canary in the hedge", ada.Person().Packed().Words} {
		if found := canary.Find(file, word); found != "" {
			t.Errorf("%q is in the file, as %s", word, found)
		}
	}
	if canary.Find([]byte(plain), "canary in the hedge") == "" {
		t.Error("the search does not find")
	}
	p := ada.Person()
	ada.must(p.HoldFile(bytes.NewReader(file)))
	ada.Lock()
	if p.Packed() != nil || p.HoldsFile() {
		t.Error("the file outlives the keys")
	}
}

func TestAPassphraseOfOnesOwnIsLong(t *testing.T) {
	ada := newWorld(t).device()
	ada.signUp("Ada")
	for _, weak := range []string{"short", "éééééééé", "fifteen chars…", strings.Repeat(" ", 40) + "x"} {
		if err := ada.Person().Pack(weak); !errors.Is(err, client.ErrWeakPassphrase) || ada.Person().Packed() != nil {
			t.Errorf("%q: %v", weak, err)
		}
	}
	_, plain := ada.packs("")
	if words := strings.Split(ada.Person().Packed().Words, "-"); len(words) != 8 || plain == "" {
		t.Errorf("drew %q", words)
	}
	ada.Person().Unpack()
	if ada.Person().Packed() != nil {
		t.Error("the file is still there")
	}
}

// TestAFileThatDoesNotFitChangesNothing: each mistake has its own error.
func TestAFileThatDoesNotFitChangesNothing(t *testing.T) {
	w, ada, _ := sharing(t)
	file, plain := ada.packs(passphrase)
	again := w.device()
	again.signUp("Ada")
	before := again.Person().Pending()
	cut := []byte(plain)[:len(plain)-5]
	cases := []struct {
		name, passphrase string
		file             []byte
		want             error
	}{
		{"another passphrase", "a lantern by the old gates", file, client.ErrPassphrase},
		{"a picture", passphrase, []byte("\x89PNG"), client.ErrFileKind},
		{"other words", passphrase, sealed(t, []byte("hello\n")), client.ErrFileKind},
		{"a newer version", passphrase, sealed(t, []byte(strings.Replace(plain, `"version":1`, `"version":2`, 1))), client.ErrFileNewer},
	}
	for _, c := range cases {
		again.must(again.Person().HoldFile(bytes.NewReader(c.file)))
		if _, err := again.Person().Bring(ctx, c.passphrase, false); !errors.Is(err, c.want) || !again.Person().HoldsFile() {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	var d *client.DamagedFile
	for _, bad := range [][]byte{file[:len(file)-10], sealed(t, cut)} { // cut off, and cut off and sealed again
		again.must(again.Person().HoldFile(bytes.NewReader(bad)))
		if _, err := again.Person().Bring(ctx, passphrase, false); !errors.As(err, &d) {
			t.Errorf("%d bytes of %d: %v", len(bad), len(file), err)
		}
	}
	if again.Person().Pending() != before || again.Person().HasPast() {
		t.Error("something was written")
	}
	if err := again.Person().HoldFile(strings.NewReader("")); !errors.Is(err, client.ErrNoFile) || again.Person().HoldsFile() {
		t.Errorf("an empty file: %v", err)
	}
	if _, err := again.Person().Bring(ctx, passphrase, false); !errors.Is(err, client.ErrNoFile) {
		t.Errorf("no file: %v", err)
	}

	// What stands before the damage can come along, and the rest later.
	again.must(again.Person().HoldFile(bytes.NewReader(sealed(t, cut))))
	b, err := again.Person().Bring(ctx, passphrase, true)
	again.must(err)
	if rest := again.brings(file); b.New != d.Whole || rest.New+rest.Known < b.New {
		t.Errorf("%+v, then %+v, of %d", b, rest, d.Whole)
	}
	again.wantKept("by Ada", "by Noor", "the soup", "the walk")
}

// sealed is what somebody may make with the age program.
func sealed(t *testing.T, plain []byte) []byte {
	t.Helper()
	to, err := age.NewScryptRecipient(passphrase)
	if err != nil {
		t.Fatal(err)
	}
	to.SetWorkFactor(4)
	var file bytes.Buffer
	w, err := age.Encrypt(&file, to)
	if err == nil {
		_, err = w.Write(plain)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// TestBringingIntoTheAccountItCameFromAddsNothing, not even what was erased
// since, and the two go on sharing.
func TestBringingIntoTheAccountItCameFromAddsNothing(t *testing.T) {
	_, ada, _ := sharing(t)
	id, err := ada.Person().Pulse(ctx, bond.Pulse{Mood: 1, Energy: bond.Unsaid, Closeness: bond.Unsaid, Room: bond.Unsaid, Note: "a slip"})
	ada.must(err)
	file, _ := ada.packs(passphrase)
	ada.must(ada.Person().UndoPulse(ctx, id))
	ada.must(ada.Person().SetSettings(ctx, bond.Settings{Strict: true}))
	ada.must(ada.Person().Sync(ctx))
	if b := ada.brings(file); b.New != 0 || ada.Person().Pending() != 0 || len(ada.Person().Private().Pulses) != 0 {
		t.Errorf("%+v", b)
	}
	if ada.alone() || ada.Person().HasPast() || !ada.Person().Private().Settings.Strict {
		t.Error("bringing changed what is shared, or a setting")
	}
}

// TestABringingThatWasCutOffIsFinished: the device is full after each of its
// writes in turn, and somebody makes room.
func TestABringingThatWasCutOffIsFinished(t *testing.T) {
	w, ada, _ := sharing(t)
	for range 700 {
		ada.must(ada.Person().Appreciate(ctx, "again and again", true))
	}
	ada.must(ada.Person().Appreciate(ctx, strings.Repeat("<", 30_000), false))
	file, _ := ada.packs(passphrase)
	storage := newDisk()
	again := w.deviceOn(storage)
	again.signUp("Ada")
	again.must(again.Person().HoldFile(bytes.NewReader(file)))
	rooms := 0
	for err := client.ErrStorageFull; err != nil; rooms++ {
		storage.setRoom(rooms)
		if _, err = again.Person().Bring(ctx, passphrase, false); err != nil && !errors.Is(err, client.ErrStorageFull) {
			t.Fatal(err)
		}
	}
	if got := len(again.Person().Private().Kept); got != 700 || rooms < 3 {
		t.Errorf("%d of 700, after %d times", got, rooms)
	}
	past := again.Person().Past()[0]
	if got, want := len(past.Shared.Appreciations), len(ada.Person().Shared().Appreciations); got != want || len(past.Shared.Appreciations[got-1].Text) != 30_000 {
		t.Errorf("%d of %d appreciations came along whole", got, want)
	}
}

// TestTheFoldOfWhatWasBroughtIsTheFoldOfWhatWas: whatever somebody did, in any
// order.
func TestTheFoldOfWhatWasBroughtIsTheFoldOfWhatWas(t *testing.T) {
	w := newWorld(t)
	for seed := range uint64(2) {
		r := rand.New(rand.NewPCG(seed, 7))
		ada, again := w.device(), w.device()
		ada.signUp("Ada")
		again.signUp("Ada")
		ada.must(ada.Person().WritePrivate(ctx, deeds(r, 300)...))
		file, _ := ada.packs(passphrase)
		again.brings(file)
		if got, want := own(again.Person().Private()), own(ada.Person().Private()); !reflect.DeepEqual(got, want) {
			t.Fatalf("seed %d: brought\n%+v\nof\n%+v", seed, got, want)
		}
		if twice := again.brings(file); twice.New != 0 {
			t.Fatalf("seed %d: twice %+v", seed, twice)
		}
	}
}

// deeds are events of every kind that is taken along, some of them twice.
func deeds(r *rand.Rand, n int) (events []bond.Event) {
	at := time.Date(2020, 1, 1, 8, 0, 0, 0, time.UTC)
	for range n {
		at = at.Add(time.Duration(r.IntN(90)) * time.Hour)
		id, text := wire.ID{byte(1 + r.IntN(40))}, []string{"rain", "a “hedge” & <moss>\n", "é\u2028", ""}[r.IntN(4)]
		round := bond.RoundAt("weekly", at)
		said := bond.Answers{Round: round, Form: "short", At: at, Said: map[string]string{"well": text}}
		all := []bond.Event{
			bond.SettingsSet{Strict: r.IntN(2) == 0, LockAfter: r.IntN(30)},
			bond.PulseTaken{Pulse: bond.Pulse{ID: id, At: at, Mood: bond.Slider(r.IntN(102) - 1), Energy: bond.Unsaid, Closeness: 7, Room: 0, Note: text}},
			bond.PulseUndone{ID: id}, bond.AnswersKept{Answers: said, Posted: r.IntN(2) == 0}, bond.RoundSkipped{Round: round, At: at},
			bond.MoodSharing{Space: id, On: r.IntN(2) == 0, At: at}, bond.MoodWeekGiven{Space: id, Round: bond.RoundAt("moods", at), At: at},
			bond.AppreciationKept{Appreciation: bond.Appreciation{ID: id, At: at, Text: text}},
			bond.Reflected{ID: id, Scale: "needs", At: at, Said: map[string]int{"trust-1": r.IntN(101)}},
			bond.WishKept{Wish: bond.Wish{ID: id, At: at, Need: "trust", Text: text}},
			bond.ResourceKept{ID: id, At: at, Side: bond.Inside, Text: text}, bond.ResourceDropped{ID: id}, bond.Grounded{Exercise: "push", At: at},
			bond.PatternKept{ID: id, Pattern: "own", Now: text, At: at}, bond.CycleDrawn{ID: id, At: at, Cycle: bond.Cycle{Mine: "reach", Words: text}},
			bond.DisclosureKept{Disclosure: bond.Disclosure{ID: id, At: at, Text: text}},
			bond.CardAdded{ID: id, At: at, Text: text}, bond.CardDrawn{Card: "joy-1-2", At: at}, bond.Paused{On: r.IntN(2) == 0, At: at},
		}
		e := all[r.IntN(len(all))]
		events = append(events, e)
		if r.IntN(10) == 0 {
			events = append(events, e)
		}
	}
	return events
}
