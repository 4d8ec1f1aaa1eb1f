package rooms

import (
	"net/http"

	"pleach/internal/screens"
)

// device is the one of the person's devices that the address names.
func (v *visit) device() (screens.DeviceView, error) {
	for _, d := range v.devices() {
		if d.ID == v.r.PathValue("device") {
			return d, nil
		}
	}
	return screens.DeviceView{}, errNowhere
}

func (v *visit) renameForm() error {
	d, err := v.device()
	if err != nil {
		return err
	}
	return v.showRename(http.StatusOK, screens.RenameView{Device: d, Name: d.Name})
}

func (v *visit) showRename(status int, view screens.RenameView) error {
	f := v.frame(v.text.Say("rename.title", "device", view.Device.Name), screens.RoomSettings)
	return v.show(status, f, screens.RenamePage(v.text, f, view))
}

func (v *visit) renameDevice() error {
	d, err := v.device()
	if err != nil {
		return err
	}
	id, err := pathID(v.r, "device")
	if err != nil {
		return err
	}
	if err := v.p.NameDevice(v.r.Context(), id, v.field("name")); err != nil {
		problem := explain(err)
		return v.showRename(http.StatusUnprocessableEntity, screens.RenameView{Device: d, Name: v.field("name"), Problem: &problem})
	}
	return v.goTo("/settings?saved")
}

func (v *visit) revokeForm() error {
	d, err := v.device()
	if err == nil && d.This {
		err = errNowhere
	}
	if err != nil {
		return err
	}
	f := v.frame(v.text.Say("revoke.title", "device", d.Name), screens.RoomSettings)
	return v.show(http.StatusOK, f, screens.RevokePage(v.text, f, screens.RevokeView{Device: d}))
}

// revoke goes on to a new password: the removed device may hold keys that only
// that replaces.
func (v *visit) revoke() error {
	id, err := pathID(v.r, "device")
	if err != nil {
		return err
	}
	if err := v.p.RevokeDevice(v.r.Context(), id); err != nil {
		return err
	}
	return v.goTo("/settings/password?removed")
}
