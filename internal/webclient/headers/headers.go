// Package headers is what a server tells a browser to keep out of the app:
// whatever is not the app's own, and whatever the app does not use.
//
// The names of the files that never change depend on it, so that a browser that
// has kept a file under weaker headers fetches it anew.
//
// Left out on purpose: Strict-Transport-Security. Whoever ends the TLS in front
// of a server knows whether it is there to stay.
package headers

import (
	"net/http"
	"slices"
	"strings"
)

// Policy is the Content-Security-Policy of the app's files: nothing from
// anywhere else, no inline script or style, no form that the script has not
// taken, and HTML only through the one door that the script has.
const Policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; " +
	"img-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; " +
	"base-uri 'none'; form-action 'none'; frame-ancestors 'none'; " +
	"require-trusted-types-for 'script'; trusted-types pleach"

// Nothing is the policy of answers that are no page.
const Nothing = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// off is what a browser could let a page do, and the app has no use for. What
// it does use (writing to the clipboard, sharing) is on by default for itself.
// The local network is not on the list: a server at home is asked over it, and
// the policy's connect-src allows nobody else.
var off = []string{
	"accelerometer", "autoplay", "browsing-topics", "camera", "captured-surface-control", "clipboard-read",
	"compute-pressure", "digital-credentials-create", "digital-credentials-get", "display-capture",
	"encrypted-media", "fullscreen", "gamepad", "geolocation", "gyroscope", "hid", "identity-credentials-get",
	"idle-detection", "keyboard-map", "language-detector", "language-model", "local-fonts", "magnetometer", "media-playback-while-not-visible", "microphone",
	"midi", "on-device-speech-recognition", "otp-credentials", "payment", "picture-in-picture",
	"private-state-token-issuance", "private-state-token-redemption", "screen-wake-lock", "serial", "speaker-selection", "storage-access",
	"summarizer", "sync-xhr", "translator", "unload", "usb", "window-management", "xr-spatial-tracking",
}

// own is what the app uses, and lets no frame of somebody else's use: passkeys.
var own = []string{"publickey-credentials-create", "publickey-credentials-get"}

// Off are the names of what Permissions-Policy takes away, in order.
func Off() []string { return slices.Clone(off) }

// Secure sets every header but the policy of an answer, and the policy to
// Nothing. Whoever answers with a page sets the page's own.
func Secure(h http.Header) {
	h.Set("Content-Security-Policy", Nothing)
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Embedder-Policy", "require-corp")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Permissions-Policy", strings.Join(off, "=(), ")+"=(), "+strings.Join(own, "=(self), ")+"=(self)")
}

// Fingerprint is another text when any of the app's headers is another.
func Fingerprint() string {
	h := http.Header{}
	Secure(h)
	h.Set("Content-Security-Policy", Policy)
	var all strings.Builder
	_ = h.Write(&all) // in the order of names; a Builder takes everything
	return all.String()
}
