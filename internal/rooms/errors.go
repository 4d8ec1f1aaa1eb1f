package rooms

import (
	"errors"
	"fmt"

	"pleach/internal/bond"
	"pleach/internal/client"
)

var (
	errNowhere   = client.ErrNotFound
	errNoPartner = client.ErrNoPartner

	errPulseEmpty   = errors.New("rooms: an empty pulse")
	errAnswersEmpty = errors.New("rooms: no answers")
	errWordsEmpty   = errors.New("rooms: an empty appreciation")
	errIdeasEmpty   = errors.New("rooms: no idea was ticked")

	errPasskeyNotMade = errors.New("rooms: the device made no passkey")

	errReflectionEmpty = errors.New("rooms: an empty reflection")
	errWishEmpty       = errors.New("rooms: a wish for nothing")
	errPatternEmpty    = errors.New("rooms: an entry without a moment")
	errCycleEmpty      = errors.New("rooms: half a circle")
)

// empty says which form it was that had nothing in it.
func empty(err, which error) error {
	if errors.Is(err, bond.ErrNothing) {
		return fmt.Errorf("%w: %w", which, err)
	}
	return err
}
