package seal_test

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"math/rand/v2"
	"os"
	"runtime"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"pleach/seal"
)

// The test vectors of BIP39 itself.
func TestWordsAreBIP39(t *testing.T) {
	for entropy, want := range map[string]string{
		"00000000000000000000000000000000": "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about",
		"7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f": "legal winner thank year wave sausage worth useful legal winner thank yellow",
		"80808080808080808080808080808080": "letter advice cage absurd amount doctor acoustic avoid letter advice cage above",
		"ffffffffffffffffffffffffffffffff": "zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo wrong",
		"9e885d952ad362caeb4efe34a8e91bd2": "ozone drill grab fiber curtain grace pudding thank cruise elder eight picnic",
	} {
		b := must(hex.DecodeString(entropy))
		if got := strings.Join((seal.Kit{Entropy: [16]byte(b)}).Words(), " "); got != want {
			t.Errorf("%s:\n got %s\nwant %s", entropy, got, want)
		}
	}
}

func TestWordListIsTheStandardOne(t *testing.T) {
	if runtime.GOOS == "js" {
		t.Skip("no file system here")
	}
	sum := sha256.Sum256(must(os.ReadFile("words.txt")))
	if got := hex.EncodeToString(sum[:]); got != "2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda" {
		t.Errorf("words.txt has SHA-256 %s", got)
	}
}

func anyKit(t *rapid.T) seal.Kit {
	seed := [32]byte(rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(t, "seed"))
	server := rapid.SampledFrom([]string{"https://home.example", "http://127.0.0.1:8080", "https://a-b.example:8443"}).Draw(t, "server")
	return must(seal.NewKit(rand.NewChaCha8(seed), server))
}

func TestKitComesBackHoweverItIsTyped(t *testing.T) {
	typed := map[string]func(string) string{
		"as printed":     func(s string) string { return s },
		"upper case":     strings.ToUpper,
		"lower case":     strings.ToLower,
		"in one line":    func(s string) string { return strings.Join(strings.Fields(s), " ") },
		"a word a line":  func(s string) string { return strings.Join(strings.Fields(s), "\r\n") },
		"without groups": func(s string) string { return strings.ReplaceAll(s, "-", "") },
		"O and l":        func(s string) string { return strings.NewReplacer("0", "o", "1", "l").Replace(s) },
	}
	rapid.Check(t, func(t *rapid.T) {
		k := anyKit(t)
		k.Server = "https://home.example" // which the last two would change
		body := strings.SplitAfterN(k.Text(), "\n", 2)
		for how, change := range typed {
			got, err := seal.ParseKit(body[0] + change(body[1]))
			if err != nil || got != k {
				t.Fatalf("%s: %v", how, err)
			}
		}
		for _, code := range []string{k.Code(), strings.ToLower(k.Code()), " " + k.Code()[:30] + "\n" + k.Code()[30:]} {
			if got, err := seal.ParseKit(code); err != nil || got != k {
				t.Fatalf("code: %v", err)
			}
		}
	})
}

// One wrong character is noticed wherever it is: it never makes another kit.
func TestKitNoticesEveryTypingError(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := anyKit(t)
		text := rapid.SampledFrom([]string{k.Text(), k.Code()}).Draw(t, "form")
		i := rapid.IntRange(0, len(text)-1).Draw(t, "at")
		typed := text[:i] + string(rapid.ByteRange(' ', '~').Draw(t, "typed")) + text[i+1:]
		got, err := seal.ParseKit(typed)
		if err == nil && got != k {
			t.Fatalf("character %d changed, and it was taken for another kit", i)
		}
		if err != nil && !errors.Is(err, seal.ErrKitDamaged) && !errors.Is(err, seal.ErrNotAKit) && !errors.Is(err, seal.ErrVersion) {
			t.Fatalf("character %d changed: %v", i, err)
		}
	})
}

func TestKitErrorsSayWhere(t *testing.T) {
	k := must(seal.NewKit(fixed("kit"), "https://home.example"))
	lines := strings.Split(k.Text(), "\n")
	without := func(i int) string {
		return strings.Join(append(append([]string{}, lines[:i]...), lines[i+1:]...), "\n")
	}
	for _, c := range []struct{ text, part string }{
		{without(0), "title"}, {without(1), "server"}, {without(2), "account"}, {without(3), "secret"},
		{without(5), "words"}, {without(7), "check"},
		{strings.Replace(k.Text(), "Secret: ", "Secret: AB", 1), "secret"},
		{strings.Replace(k.Text(), lines[2], "Account: "+strings.Repeat("U", 26), 1), "account"},
		{strings.Replace(k.Text(), "home", "rome", 1), "check"},
		{k.Code()[:50], "code"},
	} {
		var where *seal.KitError
		if _, err := seal.ParseKit(c.text); !errors.As(err, &where) || where.Part != c.part {
			t.Errorf("expected a complaint about %s, got %v", c.part, err)
		}
	}
}

// The word that was meant is for the screen; the error itself can be logged.
func TestKitSuggestsTheNearestWord(t *testing.T) {
	k := seal.Kit{Version: 1, Server: "https://home.example", Entropy: [16]byte(must(hex.DecodeString("9e885d952ad362caeb4efe34a8e91bd2")))}
	for typed, meant := range map[string]string{
		"ozne": "ozone", "dril": "drill", "garb": "grab", "fibre": "fiber", "curtian": "curtain",
		"graec": "grace", "puding": "pudding", "thakn": "thank", "qqqqqqqqqq": "",
	} {
		text := strings.Replace(k.Text(), "ozone", typed, 1)
		var where *seal.KitError
		if _, err := seal.ParseKit(text); !errors.As(err, &where) || where.Word != 1 || where.Suggest != meant {
			t.Errorf("%s: expected %q, got %+v", typed, meant, where)
		} else if strings.Contains(err.Error(), typed) || meant != "" && strings.Contains(err.Error(), meant) {
			t.Errorf("%s: the error repeats the kit: %v", typed, err)
		}
	}
}

func TestKitTakesOnlyOrigins(t *testing.T) {
	for _, server := range []string{"", "home.example", "ftp://home.example", "https://", "https://home.example/path", "https://ada@home.example", "https://home.example:", "https://hôme.example", "https://a b"} {
		if _, err := seal.NewKit(fixed("kit"), server); !errors.Is(err, seal.ErrServer) {
			t.Errorf("%q: %v", server, err)
		}
	}
	if k := must(seal.NewKit(fixed("kit"), "HTTPS://Home.example/")); k.Server != "https://home.example" {
		t.Errorf("the server became %q", k.Server)
	}
}

// Words and password open the same account with different keys.
func TestRescueIsNotTheLogin(t *testing.T) {
	k := must(seal.NewKit(fixed("kit"), "https://home.example"))
	login, kek := must2(t)(k.Rescue())
	root := must(seal.DeriveRoot(k.Version, "password", k.Account, k.Secret))
	if login.Equal(root.LoginKey()) || kek == root.KEK() {
		t.Error("the recovery keys are those of the password")
	}
	other := k
	other.Entropy[15] ^= 1
	otherLogin, otherKEK := must2(t)(other.Rescue())
	if login.Equal(otherLogin) || kek == otherKEK {
		t.Error("other words give the same keys")
	}
}
