package rooms

import (
	"net/http"

	"pleach/internal/screens"
)

// A further device of the same person: the code that an open one shows, and the
// room on the new one that takes it.

func (v *visit) addDeviceForm() error {
	return v.showAddDevice(http.StatusOK, screens.AddDeviceView{Hidden: v.has("hidden")})
}

func (v *visit) showAddDevice(status int, view screens.AddDeviceView) error {
	f := v.frame(v.text.Say("add.title"), screens.RoomSettings)
	return v.show(status, f, screens.AddDevicePage(v.text, f, view))
}

// addDevice shows the code in the answer itself: it is at no address, so neither
// the way back nor a reload brings it on view again.
func (v *visit) addDevice() error {
	link, err := v.p.Handover(v.r.Context())
	if err != nil {
		problem := explain(err)
		return v.showAddDevice(http.StatusUnprocessableEntity, screens.AddDeviceView{Problem: &problem})
	}
	f := v.frame(v.text.Say("add.code.title"), screens.RoomSettings)
	return v.show(http.StatusOK, f, screens.DeviceCodePage(v.text, f, screens.DeviceCodeView{Link: link}))
}

func (v *visit) addingForm() error { return v.showAdding(http.StatusOK, screens.AddingView{}) }

func (v *visit) showAdding(status int, view screens.AddingView) error {
	f := v.frame(v.text.Say("adding.title"), "")
	return v.show(status, f, screens.AddingPage(v.text, f, view))
}

// arriveAdding takes a code that came behind the # of a link. It is kept
// nowhere: whoever goes away scans it again.
func (v *visit) arriveAdding(code string) error {
	if !v.App.HasAccount() {
		return v.showAdding(http.StatusOK, screens.AddingView{Code: code, Came: true})
	}
	f := v.frame(v.text.Say("problem.has_account.title"), "")
	return v.show(http.StatusUnprocessableEntity, f, screens.ProblemPage(v.text, f, screens.ProblemView{Code: "has_account", Back: "/"}))
}

func (v *visit) add() error {
	code := v.field("code")
	err := v.App.SignInFrom(v.r.Context(), code, v.field("password"), v.deviceName())
	if err == nil {
		return v.onward()
	}
	problem := explain(err)
	view := screens.AddingView{Code: code, Came: v.field("came") != "" && problem.Code == "wrong_password", Problem: &problem}
	return v.showAdding(http.StatusUnprocessableEntity, view)
}
