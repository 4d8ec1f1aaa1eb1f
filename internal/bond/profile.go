package bond

import (
	"fmt"
	"strings"
	"time"
	"unicode"

	"pleach/wire"
)

// ProfileSet gives the name by which a person wants to be called. In the
// private space it is their own; in the shared space it is what their partner
// sees.
type ProfileSet struct {
	Name string `json:"name"`
}

// MaxName is the most bytes of a name: what an invitation has room for.
const MaxName = 200

// Check refuses no name, one that no invitation has room for, and one that does
// something to the line that it stands in.
func (p ProfileSet) Check() error {
	if strings.TrimSpace(p.Name) == "" {
		return fmt.Errorf("%w: there is no name", ErrNothing)
	}
	if len(p.Name) > MaxName {
		return fmt.Errorf("%w: the name has %d bytes, %d fit", ErrLong, len(p.Name), MaxName)
	}
	if strings.ContainsFunc(p.Name, func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) }) {
		return fmt.Errorf("%w: a name has letters, and nothing that turns them round", ErrInput)
	}
	return nil
}

// Kind implements Event.
func (ProfileSet) Kind() string { return "profile/1" }

// DeviceNamed names one of the person's devices. Private: the relay knows the
// id alone.
type DeviceNamed struct {
	Device wire.ID   `json:"device"`
	Name   string    `json:"name"`
	At     time.Time `json:"at"`
}

// Kind implements Event.
func (DeviceNamed) Kind() string { return "device/1" }

// KitTested says that the person showed they had kept their recovery kit.
type KitTested struct {
	At time.Time `json:"at"`
}

// Kind implements Event.
func (KitTested) Kind() string { return "kit-tested/1" }

// KitReplaced says that there is a new recovery kit. Devices that keep another
// one know by it that theirs opens nothing any more.
type KitReplaced struct {
	Rescue []byte    `json:"rescue"` // the public key that the new kit's words give
	At     time.Time `json:"at"`
}

// Kind implements Event.
func (KitReplaced) Kind() string { return "kit-replaced/1" }

// SettingsSet replaces the person's settings, which follow them to every
// device.
type SettingsSet struct {
	// Strict keeps the key of a check-in answer on this person's devices until
	// the other's answer is in, so that not even a relay that works with the
	// other could open it early.
	Strict bool `json:"strict"`
	// LockAfter is the number of minutes without use after which the app
	// locks itself; 0 means the default of 15.
	LockAfter int `json:"lock_after"`
}

// Kind implements Event.
func (SettingsSet) Kind() string { return "settings/1" }

// Minutes is the auto-lock time.
func (s SettingsSet) Minutes() int {
	if s.LockAfter <= 0 {
		return 15
	}
	return s.LockAfter
}
