package lies

import (
	"context"
	"slices"

	"pleach/internal/remote"
)

// Lie answers a call. told says that the answer is not the true one.
type Lie func(*Call) (resp remote.Response, told bool, err error)

// Scene is what the two are doing while the server lies.
type Scene string

// The scenes. In each of them both have written something before.
const (
	// Writing: Noor has written, and words of Ada's are on their way to her.
	Writing Scene = "writing"
	// NewKey: the same, and Ada's words are under a new key.
	NewKey Scene = "new key"
	// Reopened: the same as Writing, after Noor has locked and unlocked.
	Reopened Scene = "reopened"
	// Answering: both answer the questions of a week, Noor last.
	Answering Scene = "answering"
	// Unanswered: Ada has answered them, and Noor has not.
	Unanswered Scene = "unanswered"
	// Strict: both have answered, and Ada's key follows.
	Strict Scene = "strict"
	// SigningIn: Noor opens her account on a further device, with her kit.
	SigningIn Scene = "signing in"
	// Unlocking: Noor's other device hears of her new password.
	Unlocking Scene = "unlocking"
	// Recovering: Noor comes back with her kit and another password.
	Recovering Scene = "recovering"
	// Pairing: Ada has invited Noor, who answers, and is let in.
	Pairing Scene = "pairing"
	// TakenBack: Ada takes back what Noor has read.
	TakenBack Scene = "taken back"
	// SetBack: there is another relay, with an earlier copy of the store.
	SetBack Scene = "set back"
	// Parted: there is another relay for Noor, with a history of its own from now.
	Parted Scene = "parted"
)

// Attack is one thing that a server may do.
type Attack struct {
	Name  string
	Scene Scene
	// On is who is lied to; Noor, when it is empty.
	On string
	// Lie makes the liar anew for each time. It is nil where News is all.
	Lie func() Lie
	// News is said on the stream of news before the relay's own.
	News func(ctx context.Context, say func(event, data string))
	// Want is the error that it ends in, which the app has words for. It is nil
	// where the attack makes no difference to anybody.
	Want error
}

// Victim is who is lied to.
func (a Attack) Victim() string {
	if a.On == "" {
		return "Noor"
	}
	return a.On
}

// All are the attacks, by what they are about.
func All() []Attack {
	return slices.Concat(order, places, authors, encodings, words, keys, gates, erased, pairing, doors, stores, strangeness)
}

// In are the attacks of one scene.
func In(s Scene) []Attack {
	return slices.DeleteFunc(All(), func(a Attack) bool { return a.Scene != s })
}
