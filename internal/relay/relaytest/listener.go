package relaytest

import (
	"pleach/internal/relay"
	"pleach/wire"
)

// Listener is a subscription of a test, which can wait for what it is told.
type Listener struct {
	*relay.Subscription
	Wake  chan struct{} // has a value when there may be notices to take
	Ended chan struct{} // is closed when the stream must end
}

// Listen subscribes. Errors: those of Hub.Subscribe.
func Listen(hub *relay.Hub, account, device wire.ID) (*Listener, error) {
	l := &Listener{Wake: make(chan struct{}, 1), Ended: make(chan struct{})}
	var err error
	l.Subscription, err = hub.Subscribe(account, device, func(ended bool) {
		if ended {
			close(l.Ended)
			return
		}
		select {
		case l.Wake <- struct{}{}:
		default:
		}
	})
	return l, err
}

// Take returns the notices that wait.
func (l *Listener) Take() []relay.Notice {
	notices, _ := l.Subscription.Take()
	return notices
}
