package rooms

import (
	"errors"
	"net/http"

	"pleach/internal/client"
	"pleach/internal/screens"
)

// A new password, a new kit, and the end of an account.

func (v *visit) passwordForm() error {
	return v.showPassword(http.StatusOK, screens.PasswordView{Removed: v.has("removed")})
}

func (v *visit) showPassword(status int, view screens.PasswordView) error {
	f := v.frame(v.text.Say("newpassword.title"), screens.RoomSettings)
	return v.show(status, f, screens.PasswordPage(v.text, f, view))
}

func (v *visit) changePassword() error {
	newKit, err := v.App.ChangePassword(v.r.Context(), v.field("old"), v.field("password"))
	if err != nil {
		problem := explain(err)
		return v.showPassword(http.StatusUnprocessableEntity, screens.PasswordView{Problem: &problem})
	}
	if newKit {
		return v.goTo("/settings/kit")
	}
	return v.goTo("/settings?saved")
}

func (v *visit) renewKitForm() error {
	_, err := v.p.Kit(v.r.Context())
	return v.showRenewKit(http.StatusOK, screens.RenewKitView{Old: errors.Is(err, client.ErrOldKit)})
}

func (v *visit) showRenewKit(status int, view screens.RenewKitView) error {
	f := v.frame(v.text.Say("newkit.title"), screens.RoomSettings)
	return v.show(status, f, screens.RenewKitPage(v.text, f, view))
}

func (v *visit) renewKit() error {
	if err := v.p.ReplaceKit(v.r.Context()); err != nil {
		problem := explain(err)
		return v.showRenewKit(http.StatusUnprocessableEntity, screens.RenewKitView{Problem: &problem})
	}
	return v.goTo("/settings/kit")
}

func (v *visit) closeForm() error { return v.showClose(http.StatusOK, nil) }

func (v *visit) showClose(status int, problem *screens.ProblemView) error {
	f := v.frame(v.text.Say("close.title"), screens.RoomSettings)
	return v.show(status, f, screens.ClosePage(v.text, f, screens.CloseView{Partner: v.pair().partner, Problem: problem}))
}

func (v *visit) closeAccount() error {
	if err := v.App.CloseAccount(v.r.Context(), v.field("password")); err != nil {
		problem := explain(err)
		return v.showClose(http.StatusUnprocessableEntity, &problem)
	}
	return v.goTo("/")
}
