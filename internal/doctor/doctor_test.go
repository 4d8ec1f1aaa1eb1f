package doctor_test

import (
	"context"
	"crypto/tls"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pleach/internal/doctor"
)

func look(t *testing.T, p doctor.Probe) doctor.Finding {
	t.Helper()
	return doctor.Examine(t.Context(), []doctor.Probe{p})[0]
}

func wants(t *testing.T, what string, p doctor.Probe, state doctor.State, says string) {
	t.Helper()
	f := look(t, p)
	if f.State != state || !strings.Contains(f.Says, says) {
		t.Errorf("%s: got %v, %q; want %v, %q", what, f.State, f.Says, state, says)
	}
	if f.State == doctor.Ill && f.Do == "" {
		t.Errorf("%s: it says %q and not what to do", what, f.Says)
	}
}

// server is a Pleach that says what answer has it say.
func server(t *testing.T, answer func(w http.ResponseWriter, url string)) doctor.Origin {
	t.Helper()
	var s *httptest.Server
	s = httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/v1/info" {
			http.NotFound(w, r)
			return
		}
		answer(w, s.URL)
	}))
	t.Cleanup(s.Close)
	return doctor.Origin{URL: s.URL, TLS: s.Client().Transport.(*http.Transport).TLSClientConfig, Now: time.Now}
}

func honest(w http.ResponseWriter, url string) { _, _ = w.Write([]byte(`{"origin":"` + url + `"}`)) }

func TestWhoAnswersAtTheAddress(t *testing.T) {
	well := server(t, honest)
	wants(t, "well", well.Reachable(), doctor.Well, "answers at https://")
	other := server(t, func(w http.ResponseWriter, _ string) { honest(w, "https://elsewhere.example") })
	wants(t, "another name", other.Reachable(), doctor.Watch, "https://elsewhere.example")
	page := server(t, func(w http.ResponseWriter, _ string) { _, _ = w.Write([]byte("<p>It works</p>")) })
	wants(t, "another program", page.Reachable(), doctor.Ill, "no Pleach")
	nobody := doctor.Origin{URL: "http://127.0.0.1:1", Now: time.Now}
	wants(t, "nobody", nobody.Reachable(), doctor.Ill, "Nobody answers")
}

func TestWhetherDevicesTrustTheCertificate(t *testing.T) {
	well := server(t, honest)
	later := func(o doctor.Origin, d time.Duration) doctor.Origin {
		o.Now = func() time.Time { return time.Now().Add(d) }
		return o
	}
	wants(t, "well", well.Certificate(), doctor.Well, "good until")
	wants(t, "nearly over", later(well, 200*365*24*time.Hour).Certificate(), doctor.Watch, "ends on")
	stranger := well
	stranger.TLS = &tls.Config{}
	wants(t, "nobody's", stranger.Certificate(), doctor.Ill, "do not trust")
	wants(t, "none", doctor.Origin{URL: "http://pleach.example", Now: time.Now}.Certificate(), doctor.Watch, "no TLS")
}

func TestWhetherTheClockIsRight(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "relay.db"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	o := server(t, honest)
	wants(t, "right", o.Clock(dir), doctor.Well, "agree")
	o.Now = func() time.Time { return time.Now().Add(10 * time.Minute) }
	wants(t, "ahead", o.Clock(dir), doctor.Ill, "apart")
	o.Now = func() time.Time { return time.Now().Add(-48 * time.Hour) }
	wants(t, "behind", o.Clock(dir), doctor.Ill, "behind its own files")
}

func TestWhoMayReadTheData(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "relay.db")
	for mode, want := range map[os.FileMode]doctor.State{0o600: doctor.Well, 0o640: doctor.Watch} {
		if err := errors.Join(os.WriteFile(path, nil, 0o600), os.Chmod(path, mode), os.Chmod(dir, 0o700)); err != nil {
			t.Fatal(err)
		}
		wants(t, mode.String(), doctor.Permissions(dir), want, "")
	}
	wants(t, "no folder", doctor.Permissions(filepath.Join(dir, "nowhere")), doctor.Ill, "cannot be looked through")
}

func TestHowMuchRoomThereIs(t *testing.T) {
	dir := t.TempDir()
	wants(t, "more than there is", doctor.Room(dir, 1<<60), doctor.Watch, "A backup needs")
	if f := look(t, doctor.Room(dir, 0)); !strings.Contains(f.Says, "MB are free") {
		t.Errorf("got %q", f.Says)
	}
}

func TestHowOldTheNewestBackupIs(t *testing.T) {
	now := func() time.Time { return time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC) }
	newest := func(at time.Time, err error) func() (time.Time, error) {
		return func() (time.Time, error) { return at, err }
	}
	wants(t, "a day", doctor.Backups(newest(now().AddDate(0, 0, -1), nil), now), doctor.Well, "23 November")
	wants(t, "a month", doctor.Backups(newest(now().AddDate(0, 0, -30), nil), now), doctor.Watch, "30 days")
	wants(t, "none", doctor.Backups(newest(time.Time{}, nil), now), doctor.Watch, "no backup")
	wants(t, "no folder", doctor.Backups(newest(time.Time{}, os.ErrNotExist), now), doctor.Watch, "cannot be looked for")
}

func TestTheWorstFindingCounts(t *testing.T) {
	as := func(s doctor.State) doctor.Probe {
		return doctor.Probe{About: s.String(), Look: func(context.Context) doctor.Finding {
			return doctor.Finding{State: s, Says: "It is so.", Do: "Nothing."}
		}}
	}
	all := doctor.Examine(t.Context(), []doctor.Probe{as(doctor.Watch), as(doctor.Ill), as(doctor.Well)})
	if all.Worst() != doctor.Ill || all[:1].Worst() != doctor.Watch || all[2:].Worst() != doctor.Well {
		t.Errorf("got %v", all)
	}
	var b strings.Builder
	if err := all.Write(&b); err != nil {
		t.Fatal(err)
	}
	if want := "ILL    ILL           It is so.\n                     → Nothing.\n"; !strings.Contains(b.String(), want) {
		t.Errorf("got:\n%s", b.String())
	}
}
