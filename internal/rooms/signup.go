package rooms

import (
	"errors"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"pleach/internal/client"
	"pleach/internal/screens"
)

func (v *visit) signUpForm() error { return v.showSignUp(http.StatusOK, screens.SignupView{}) }

func (v *visit) showSignUp(status int, view screens.SignupView) error {
	view.NeedsCode = v.App.NeedsCode(v.r.Context())
	f := v.frame(v.text.Say("signup.title"), "")
	return v.show(status, f, screens.SignupPage(v.text, f, view))
}

func (v *visit) signUp() error {
	in := client.SignUp{
		Name: v.field("name"), Password: v.field("password"), Code: v.field("code"), Device: v.deviceName(),
	}
	err := v.App.SignUp(v.r.Context(), in)
	if err == nil {
		return v.goTo("/signup/kit")
	}
	problem := explain(err)
	return v.showSignUp(http.StatusUnprocessableEntity, screens.SignupView{Name: in.Name, Code: in.Code, Problem: &problem})
}

func (v *visit) newKit() error     { return v.showKit(false) }
func (v *visit) settingKit() error { return v.showKit(true) }

func (v *visit) showKit(again bool) error {
	kit, err := v.p.Kit(v.r.Context())
	if errors.Is(err, client.ErrOldKit) {
		return v.goTo("/settings/kit/new")
	}
	if err != nil {
		return err
	}
	f := v.frame(v.text.Say("kit.title"), screens.RoomSettings)
	f.Bare = !again
	return v.show(http.StatusOK, f, screens.KitPage(v.text, f, screens.KitView{
		Text: kit.Text(), Code: v.App.Origin() + "/#kit." + kit.Code(), Words: kit.Words(),
		File: v.text.Say("kit.file"), Renewed: again,
	}))
}

// kitFile is the kit as a text file.
func (v *visit) kitFile() error {
	kit, err := v.p.Kit(v.r.Context())
	if err != nil {
		return err
	}
	v.w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	v.w.Header().Set("Cache-Control", "no-store")
	_, err = v.w.Write([]byte(kit.Text()))
	return err
}

const askedWords = 3

func (v *visit) kitTest() error {
	if _, err := v.p.Kit(v.r.Context()); errors.Is(err, client.ErrOldKit) {
		return v.goTo("/settings/kit/new")
	}
	asks := rand.Perm(12)[:askedWords]
	for i := range asks {
		asks[i]++
	}
	slices.Sort(asks)
	return v.showKitTest(http.StatusOK, screens.KitTestView{Asks: asks})
}

func (v *visit) showKitTest(status int, view screens.KitTestView) error {
	f := v.frame(v.text.Say("kittest.title"), "")
	f.Bare = true
	return v.show(status, f, screens.KitTestPage(v.text, f, view))
}

func (v *visit) testKit() error {
	if v.field("do") == "later" {
		return v.onward()
	}
	words := v.typedWords()
	wrong, err := v.p.TestKit(v.r.Context(), words)
	if err != nil {
		return err
	}
	if len(wrong) == 0 && len(words) == askedWords {
		return v.onward()
	}
	view := screens.KitTestView{Wrong: wrong}
	for n := range words {
		view.Asks = append(view.Asks, n)
	}
	slices.Sort(view.Asks)
	return v.showKitTest(http.StatusUnprocessableEntity, view)
}

// typedWords are the fields "word-3" and so on.
func (v *visit) typedWords() map[int]string {
	words := map[int]string{}
	for name := range v.r.PostForm {
		number, ok := strings.CutPrefix(name, "word-")
		n, err := strconv.Atoi(number)
		if ok && err == nil && n >= 1 && n <= 12 {
			words[n] = v.field(name)
		}
	}
	return words
}
