package client_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"pleach/internal/bond"
	"pleach/internal/client"
	"pleach/internal/client/memstore"
	"pleach/internal/host"
	"pleach/internal/relay/mem"
	"pleach/internal/remote"
	"pleach/internal/remote/nethttp"
	"pleach/internal/replica"
	"pleach/seal"
	"pleach/wire"
)

// world is a real relay on loopback and the devices of two people.
type world struct {
	t      *testing.T
	host   *host.Host
	origin string
}

func newWorld(t *testing.T) *world {
	t.Helper()
	h, err := host.Start(host.Config{Store: mem.New(), Listen: []string{"127.0.0.1:0"}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.Close() })
	return &world{t, h, h.Origins()[0]}
}

// device is one browser: an app, its storage, and a wire that can be cut.
type device struct {
	*client.App
	t       *testing.T
	storage client.Storage
	wire    *wireCut
	now     time.Time
	keeper  client.Keeper // or nil
}

func (w *world) device() *device {
	d := &device{t: w.t, storage: memstore.New(), wire: &wireCut{Transport: nethttp.New(w.origin)},
		now: time.Date(2026, 11, 24, 20, 0, 0, 0, time.UTC)}
	d.open(w.origin)
	return d
}

// open starts the app on what the storage holds, as a tab that is loaded does.
func (d *device) open(origin string) {
	app, err := client.Open(context.Background(), client.Config{
		Storage: d.storage, Transport: d.wire, Origin: origin, Now: func() time.Time { return d.now }, Keeper: d.keeper,
	})
	if err != nil {
		d.t.Fatal(err)
	}
	d.App = app
}

// wireCut is a network that can be cut, and that keeps what was sent.
type wireCut struct {
	remote.Transport
	mu   sync.Mutex
	cut  bool
	sent strings.Builder
	// after cuts the network once a call to an address that ends so was
	// answered, and loses the answer.
	after string
	with  string // the session of the last call
}

func (w *wireCut) Do(ctx context.Context, r remote.Request) (remote.Response, error) {
	w.mu.Lock()
	cut := w.cut
	w.sent.WriteString(r.Method + " " + r.Path + "\n")
	w.sent.Write(r.Body)
	w.with = r.Header["Authorization"]
	w.mu.Unlock()
	if cut {
		return remote.Response{}, errors.New("the network is cut")
	}
	resp, err := w.Transport.Do(ctx, r)
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.after != "" && strings.HasSuffix(r.Path, w.after) {
		w.cut, w.after = true, ""
		return remote.Response{}, errors.New("the network is cut")
	}
	return resp, err
}

func (w *wireCut) session() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.with
}

func (w *wireCut) set(cut bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.cut = cut
}

var ctx = context.Background()

func (d *device) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

func (d *device) signUp(name string) *client.Person {
	d.t.Helper()
	d.must(d.SignUp(ctx, client.SignUp{Name: name, Password: "a long enough password", Device: name + "'s phone"}))
	d.must(d.Person().Sync(ctx))
	return d.Person()
}

// pair takes two people through an invitation.
func pair(a, b *device, inPerson bool) {
	a.t.Helper()
	link, err := a.Person().Invite(ctx, inPerson)
	a.must(err)
	b.must(b.Person().Join(ctx, link))
	knocks, err := a.Person().Knocks(ctx)
	a.must(err)
	if len(knocks) != 1 {
		a.t.Fatalf("%d knocks, want 1", len(knocks))
	}
	a.must(a.Person().Approve(ctx, knocks[0].Invite))
	for range 2 { // the joiner reveals, then the inviter sees it; names cross
		b.must(b.Person().Sync(ctx))
		a.must(a.Person().Sync(ctx))
	}
	b.must(b.Person().Sync(ctx))
}

func TestTwoPeopleFromSignUpToABlindReveal(t *testing.T) {
	w := newWorld(t)
	ada, noor := w.device(), w.device()
	ada.signUp("Ada")
	noor.signUp("Noor")

	_, err := noor.Person().Pulse(ctx, bond.Pulse{Mood: 40, Energy: bond.Unsaid, Closeness: bond.Unsaid, Room: bond.Unsaid, Note: "before we paired"})
	noor.must(err)
	pair(ada, noor, false)

	for _, d := range []*device{ada, noor} {
		p, ok := d.Person().Partner()
		if !ok || p.Pair.Verified() || len(p.Pair.Words) != 6 {
			t.Fatalf("%s has partner %+v", d.Person().Private().Name, p)
		}
		if len(d.Person().Shared().Shown) != 0 {
			t.Error("joining shared something that was written before")
		}
	}
	pa, _ := ada.Person().Partner()
	pn, _ := noor.Person().Partner()
	if strings.Join(pa.Pair.Words, " ") != strings.Join(pn.Pair.Words, " ") {
		t.Errorf("the words differ: %v, %v", pa.Pair.Words, pn.Pair.Words)
	}
	if pa.Name != "Noor" || pn.Name != "Ada" {
		t.Errorf("names %q, %q", pa.Name, pn.Name)
	}
	ada.must(ada.Person().CompareWords(ctx, true))
	if p, _ := ada.Person().Partner(); !p.Pair.Verified() {
		t.Error("equal words do not verify")
	}

	round := bond.RoundAt("weekly", ada.now)
	ada.must(ada.Person().Answer(ctx, bond.Answers{Round: round, Form: "short", Said: map[string]string{"went-well": "the walk"}}))
	ada.must(ada.Person().Sync(ctx))
	noor.must(noor.Person().Sync(ctx))
	if got := noor.Person().Round(round); got.Opened != nil || got.Own.Posted {
		t.Fatalf("before both have answered Noor sees %+v", got)
	}
	noor.must(noor.Person().Answer(ctx, bond.Answers{Round: round, Form: "short", Said: map[string]string{"went-well": "the soup"}}))
	noor.must(noor.Person().Sync(ctx))
	ada.must(ada.Person().Sync(ctx))
	noor.must(noor.Person().Sync(ctx))
	for _, d := range []*device{ada, noor} {
		got := d.Person().Round(round).Opened
		if len(got) != 2 || got[pn.Member].Said["went-well"] != "the walk" || got[pa.Member].Said["went-well"] != "the soup" {
			t.Errorf("%s sees %+v", d.Person().Private().Name, got)
		}
	}
	if err := noor.Person().Answer(ctx, bond.Answers{Round: round, Said: map[string]string{"went-well": "other"}}); !errors.Is(err, replica.ErrAnswered) {
		t.Errorf("a posted answer was changed: %v", err)
	}
}

func TestNothingThatLeavesADeviceCanBeRead(t *testing.T) {
	w := newWorld(t)
	ada, noor := w.device(), w.device()
	const canary = "canary-of-the-kitchen-table"
	ada.signUp("Ada" + canary)
	noor.signUp("Noor")
	pair(ada, noor, true)
	id, err := ada.Person().Pulse(ctx, bond.Pulse{Mood: 1, Energy: bond.Unsaid, Closeness: bond.Unsaid, Room: bond.Unsaid, Note: canary})
	ada.must(err)
	ada.must(ada.Person().ShowPulse(ctx, id))
	ada.must(ada.Person().Appreciate(ctx, canary, false))
	ada.must(ada.Person().Answer(ctx, bond.Answers{Round: bond.RoundAt("weekly", ada.now), Said: map[string]string{"x": canary}}))
	ada.must(ada.Person().SaveDraft(ctx, "pulse", client.Draft{"note": canary}))
	ada.must(ada.Person().Sync(ctx))
	noor.must(noor.Person().Sync(ctx))
	if got := noor.Person().Shared(); len(got.Shown) != 1 || len(got.Appreciations) != 1 || got.Appreciations[0].Text != canary {
		t.Fatalf("what was shared did not arrive: %+v", got)
	}
	if strings.Contains(ada.wire.sent.String(), canary) {
		t.Error("the text left the device in clear")
	}
	names, err := ada.storage.Names(ctx, "")
	ada.must(err)
	for _, name := range names {
		value, _ := ada.storage.Get(ctx, name)
		if strings.Contains(string(value), canary) {
			t.Errorf("record %q holds the text in clear", name)
		}
	}
}

func TestWordsWrittenOfflineAreSentWhenTheTabIsOpenedAgain(t *testing.T) {
	w := newWorld(t)
	ada, noor := w.device(), w.device()
	ada.signUp("Ada")
	noor.signUp("Noor")
	pair(ada, noor, true)
	ada.wire.set(true)
	ada.must(ada.Person().Appreciate(ctx, "written in a tunnel", false))
	if err := ada.Person().Sync(ctx); err == nil || !ada.Person().Link().Offline {
		t.Fatalf("a cut network was not noticed: %v", err)
	}
	if n := ada.Person().Pending(); n == 0 {
		t.Fatal("nothing waits to be sent")
	}
	ada.Lock()
	ada.open(w.origin) // the tab was closed
	ada.must(ada.Unlock(ctx, "a long enough password"))
	if got := ada.Person().Shared().Appreciations; len(got) != 1 {
		t.Fatalf("after opening again there are %v", got)
	}
	ada.wire.set(false)
	ada.must(ada.Person().Sync(ctx))
	noor.must(noor.Person().Sync(ctx))
	if got := noor.Person().Shared().Appreciations; len(got) != 1 || got[0].Text != "written in a tunnel" {
		t.Errorf("Noor has %v", got)
	}
	if ada.Person().Pending() != 0 || ada.Person().Link().Offline {
		t.Error("the outbox is not empty")
	}
}

func TestAWrongPasswordMakesNothing(t *testing.T) {
	w := newWorld(t)
	ada := w.device()
	ada.signUp("Ada")
	ada.Lock()
	before, _ := ada.storage.Names(ctx, "")
	if err := ada.Unlock(ctx, "not the password"); !errors.Is(err, client.ErrPassword) || ada.Person() != nil {
		t.Errorf("got %v", err)
	}
	if after, _ := ada.storage.Names(ctx, ""); len(after) != len(before) {
		t.Errorf("records before %v, after %v", before, after)
	}
}

func TestASecondDeviceWithTheKit(t *testing.T) {
	w := newWorld(t)
	phone, noor, tablet := w.device(), w.device(), w.device()
	ada := phone.signUp("Ada")
	noor.signUp("Noor")
	pair(phone, noor, true)
	phone.must(ada.Appreciate(ctx, "from the phone", false))
	phone.must(ada.Sync(ctx))
	kit, err := ada.Kit(ctx)
	phone.must(err)

	if err := tablet.SignIn(ctx, kit.Text(), "wrong password", "Tablet"); !errors.Is(err, client.ErrKitOrPassword) || tablet.HasAccount() {
		t.Errorf("wrong password: %v", err)
	}
	stranger, _ := seal.NewKit(zeros{}, w.origin)
	if err := tablet.SignIn(ctx, stranger.Text(), "a long enough password", "Tablet"); !errors.Is(err, client.ErrKitOrPassword) || tablet.HasAccount() {
		t.Errorf("wrong kit: %v", err)
	}
	if err := tablet.SignIn(ctx, "a shopping list", "a long enough password", "Tablet"); !errors.Is(err, seal.ErrNotAKit) {
		t.Errorf("no kit: %v", err)
	}
	tablet.must(tablet.SignIn(ctx, kit.Text(), "a long enough password", "Tablet"))
	tablet.must(tablet.Person().Sync(ctx))
	if got := tablet.Person().Shared().Appreciations; len(got) != 1 || got[0].Author != tablet.Person().Self() {
		t.Fatalf("the tablet has %v", got)
	}
	devices, err := tablet.Person().Devices(ctx)
	tablet.must(err)
	if len(devices) != 2 {
		t.Errorf("devices %v", devices)
	}
	for _, d := range devices {
		if d.Current {
			continue
		}
		tablet.must(tablet.Person().RevokeDevice(ctx, d.ID))
	}
	if err := ada.Sync(ctx); !errors.Is(err, client.ErrRemoved) || phone.HasAccount() {
		t.Errorf("the revoked phone still gets in: %v", err)
	}
}

type zeros struct{}

func (zeros) Read(b []byte) (int, error) { clear(b); return len(b), nil }

func TestInvitationsThatDoNotFit(t *testing.T) {
	w := newWorld(t)
	ada, noor, third := w.device(), w.device(), w.device()
	ada.signUp("Ada")
	noor.signUp("Noor")
	third.signUp("Noor") // somebody else by that name
	link, err := ada.Person().Invite(ctx, false)
	ada.must(err)
	if err := ada.Person().Join(ctx, link); !errors.Is(err, client.ErrOwnInvite) {
		t.Errorf("one's own: %v", err)
	}
	noor.must(noor.Person().Join(ctx, link))
	noor.must(noor.Person().Join(ctx, link)) // again, with the same bytes
	if err := third.Person().Join(ctx, link); !errors.Is(err, &wire.Problem{Code: wire.CodeInviteUsed}) {
		t.Errorf("used: %v", err)
	}
	if err := third.Person().Join(ctx, link[:len(link)-9]); !errors.Is(err, seal.ErrNotALink) {
		t.Errorf("cut: %v", err)
	}
	closed, err := third.Person().Invite(ctx, false)
	third.must(err)
	third.must(third.Person().CloseInvite(ctx, third.Person().Private().Ring.Invites[0].Invite))
	if err := ada.Person().Join(ctx, closed); !errors.Is(err, &wire.Problem{Code: wire.CodeNotFound}) {
		t.Errorf("withdrawn: %v", err)
	}
}

func TestWordsThatDifferEndThePairing(t *testing.T) {
	w := newWorld(t)
	ada, noor := w.device(), w.device()
	ada.signUp("Ada")
	noor.signUp("Noor")
	pair(ada, noor, false)
	ada.must(ada.Person().CompareWords(ctx, false))
	if _, ok := ada.Person().Partner(); ok || ada.Person().Shared() != nil {
		t.Error("the pairing goes on")
	}
	if err := ada.Person().Appreciate(ctx, "for nobody", false); err != nil {
		t.Error(err)
	}
	if len(ada.Person().Private().Kept) != 1 {
		t.Error("the words were not kept in private")
	}
	noor.must(noor.Person().CompareWords(ctx, false))
	pair(ada, noor, false)
	if p, ok := ada.Person().Partner(); !ok || p.Pair.Compared != nil {
		t.Errorf("starting again gives %+v", p)
	}
}

func TestStrictRevealNeedsBothToComeBack(t *testing.T) {
	w := newWorld(t)
	ada, noor := w.device(), w.device()
	ada.signUp("Ada")
	noor.signUp("Noor")
	pair(ada, noor, true)
	ada.must(ada.Person().SetSettings(ctx, bond.Settings{Strict: true}))
	round := bond.RoundAt("weekly", ada.now)
	ada.must(ada.Person().Answer(ctx, bond.Answers{Round: round, Said: map[string]string{"x": "a"}}))
	ada.must(ada.Person().Sync(ctx))
	noor.must(noor.Person().Answer(ctx, bond.Answers{Round: round, Said: map[string]string{"x": "b"}}))
	noor.must(noor.Person().Sync(ctx))
	noor.must(noor.Person().Sync(ctx))
	if noor.Person().Round(round).Opened != nil {
		t.Fatal("opened without Ada's key")
	}
	ada.must(ada.Person().Sync(ctx)) // sees Noor's commitment, gives the key
	noor.must(noor.Person().Sync(ctx))
	if len(noor.Person().Round(round).Opened) != 2 {
		t.Error("did not open after both came back")
	}
}

func TestDraftsSurviveALockAndAreDroppedWhenEmpty(t *testing.T) {
	w := newWorld(t)
	ada := w.device()
	p := ada.signUp("Ada")
	ada.must(p.SaveDraft(ctx, "checkin/long", client.Draft{"went-well": "half a sen"}))
	ada.Lock()
	ada.open(w.origin)
	ada.must(ada.Unlock(ctx, "a long enough password"))
	if got := ada.Person().Draft(ctx, "checkin/long")["went-well"]; got != "half a sen" {
		t.Errorf("draft %q", got)
	}
	ada.must(ada.Person().SaveDraft(ctx, "checkin/long", client.Draft{"went-well": ""}))
	if names, _ := ada.storage.Names(ctx, "draft/"); len(names) != 0 {
		t.Errorf("left %v", names)
	}
}

func TestLiveDevicesHearOfEachOther(t *testing.T) {
	w := newWorld(t)
	ada, noor := w.device(), w.device()
	ada.signUp("Ada")
	noor.signUp("Noor")
	pair(ada, noor, true)
	live, stop := context.WithCancel(ctx)
	defer stop()
	go ada.Person().Live(live)
	go noor.Person().Live(live)
	ada.must(ada.Person().Appreciate(ctx, "over the wire", false))
	deadline := time.After(10 * time.Second)
	for len(noor.Person().Shared().Appreciations) == 0 {
		select {
		case <-deadline:
			t.Fatal("nothing came")
		case <-time.After(5 * time.Millisecond):
		}
	}
}

func TestALiveAppLocksItselfWhenNobodyTouchesIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &device{t: t, storage: memstore.New(), wire: &wireCut{Transport: nowhere{}}, now: time.Unix(1e9, 0)}
		seed := newOffline(t, d)
		d.must(seed.Unlock(ctx, "a long enough password"))
		time.Sleep(14 * time.Minute)
		seed.Touch()
		time.Sleep(14 * time.Minute)
		if seed.Person() == nil {
			t.Fatal("locked while in use")
		}
		time.Sleep(2 * time.Minute)
		synctest.Wait()
		if seed.Person() != nil {
			t.Error("still open after sixteen minutes without use")
		}
	})
}

// nowhere is a relay that takes an account and then never answers again.
type nowhere struct{}

func (nowhere) Do(_ context.Context, r remote.Request) (remote.Response, error) {
	if r.Path == "/v1/accounts" {
		return remote.Response{Status: 201}, nil
	}
	return remote.Response{}, errors.New("nobody there")
}

func (nowhere) Stream(context.Context, remote.Request, func(string, string)) error {
	return errors.New("nobody there")
}

func newOffline(t *testing.T, d *device) *client.App {
	t.Helper()
	app, err := client.Open(ctx, client.Config{Storage: d.storage, Transport: nowhere{}, Origin: "http://localhost:1", Live: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := app.SignUp(ctx, client.SignUp{Name: "Ada", Password: "a long enough password"}); err != nil {
		t.Fatal(err)
	}
	app.Lock()
	return app
}
