package client

import (
	"context"
	"errors"
	"time"

	"pleach/internal/bond"
	"pleach/internal/remote"
	"pleach/internal/replica"
	"pleach/wire"
)

// link is what is known of the way to the relay.
type link struct {
	down    bool          // the last call had no answer
	strange bool          // or one that was not a relay's
	refused *wire.Problem // the relay's last refusal of this account as a whole
	skew    time.Duration // the relay's clock minus this device's
	asked   time.Time     // since when something waits to be exchanged; zero: nothing does
}

// Link says how the way to the relay is.
type Link struct {
	Offline bool
	// Strange says that something answers in the relay's place, or as no relay
	// that this build knows. It counts as Offline.
	Strange bool
	// Refused is why the relay does not take this account now, or nil.
	Refused *wire.Problem
	// Skew is how far the relay's clock is ahead of this device's.
	Skew time.Duration
	// Slow says that an exchange has been due for longer than it should take.
	Slow bool
}

// soon is how long an exchange may take before it is worth a word.
const soon = 3 * time.Second

// Link returns what the last calls to the relay showed.
func (p *Person) Link() Link {
	p.mu.Lock()
	defer p.mu.Unlock()
	return Link{Offline: p.link.down, Strange: p.link.strange, Refused: p.link.refused, Skew: p.link.skew,
		Slow: !p.link.asked.IsZero() && p.cfg.Now().Sub(p.link.asked) >= soon}
}

// online runs a call to the relay, signs in first where that is needed, and
// remembers how it went.
func (p *Person) online(ctx context.Context, call func() error) error {
	with := p.session()
	err := call()
	if errors.Is(err, &wire.Problem{Code: wire.CodeUnauthorized}) {
		if err = p.renew(ctx, with); err == nil {
			err = call()
		}
	}
	p.note(err)
	return err
}

// session numbers the sessions that this person has had since unlocking.
func (p *Person) session() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.sessions
}

// renew gets a session in place of one that was refused. Each ends the one
// before it at the relay, so only one call at a time signs in, and those that
// were refused with it use what that one got.
func (p *Person) renew(ctx context.Context, refused int) error {
	select {
	case p.signing <- struct{}{}:
		defer func() { <-p.signing }()
	case <-ctx.Done():
		return ctx.Err()
	}
	if p.session() != refused {
		return nil
	}
	if err := p.signIn(ctx); err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.sessions++
	return nil
}

// signIn gets a fresh session.
func (p *Person) signIn(ctx context.Context) error {
	key, err := p.loginKey()
	if err != nil {
		return err
	}
	c, err := p.challenge(ctx)
	if err != nil {
		return err
	}
	session, err := answerChallenge(ctx, p.api, p.cfg.Origin, p.vault, key, c)
	if err != nil {
		return p.orOutdated(ctx, p.orRemoved(ctx, err))
	}
	return p.box.put(ctx, nameToken, []byte(session.Token))
}

// challenge asks for something to sign, and sees by the way how far the two
// clocks are apart.
func (p *Person) challenge(ctx context.Context) (wire.Challenge, error) {
	c, err := p.api.Challenge(ctx, p.vault.Account)
	if err == nil {
		p.mu.Lock()
		p.link.skew = c.Now.Sub(p.cfg.Now())
		p.mu.Unlock()
	}
	return c, err
}

func (p *Person) note(err error) {
	var refusal *wire.Problem
	p.mu.Lock()
	before := p.link
	switch {
	case err == nil:
		p.link.down, p.link.strange, p.link.refused = false, false, nil
	case errors.As(err, &refusal):
		p.link.down, p.link.strange = false, false
		p.link.refused = ofAccount(refusal)
	case errors.Is(err, remote.ErrNoAnswer):
		p.link.down, p.link.strange = true, errors.Is(err, ErrNotARelay)
	default: // this device's own matter, or what Trouble shows
	}
	changed := before.down != p.link.down || before.strange != p.link.strange || (before.refused == nil) != (p.link.refused == nil)
	p.mu.Unlock()
	if changed {
		p.cfg.Changed()
	}
}

// ofAccount keeps the refusals that concern the account, not the one call.
func ofAccount(r *wire.Problem) *wire.Problem {
	switch r.Code {
	case wire.CodeAccountLocked, wire.CodeAccountClosed, wire.CodeLoginRefused, wire.CodeUnauthorized,
		wire.CodeFull, wire.CodeQuota, wire.CodeVersion:
		return r
	}
	return nil
}

// Sync exchanges everything with the relay once: what waits here is sent, what
// is new there is fetched, and pairings under way go on.
func (p *Person) Sync(ctx context.Context) error {
	private, _ := p.spaces()
	err := p.online(ctx, func() error { return p.syncPrivate(ctx, private) })
	if err != nil {
		return err
	}
	if err := p.enterPair(ctx); err != nil { // before anything goes out to who is no longer there
		return err
	}
	err = errors.Join(p.farewell(ctx), p.giveMoods(ctx), p.online(ctx, func() error { return p.pairing(ctx) }))
	if _, shared := p.spaces(); shared != nil {
		err = errors.Join(err, p.online(ctx, func() error { return p.syncShared(ctx, shared) }), p.noticeEnd(ctx), p.greet(ctx))
	}
	err = errors.Join(err, p.online(ctx, func() error { return p.shutOut(ctx, false) }))
	if err == nil {
		p.mu.Lock()
		p.link.asked = time.Time{}
		p.mu.Unlock()
	}
	p.cfg.Changed()
	return err
}

// syncPrivate exchanges the private space, and finishes what a new password or
// a new kit began.
func (p *Person) syncPrivate(ctx context.Context, private *space) error {
	err := private.sync(ctx, p.api)
	if err != nil && !errors.Is(err, replica.ErrRenewed) {
		return err
	}
	if err := p.succeed(ctx); err != nil {
		return err
	}
	if err != nil { // what waited for the renewed keys
		err = private.sync(ctx, p.api)
	}
	if err != nil {
		return err
	}
	return errors.Join(p.settleKit(ctx), p.claim(ctx))
}

// syncShared goes over to this person's newest keys before anything goes out.
func (p *Person) syncShared(ctx context.Context, shared *space) error {
	if err := p.renewPair(ctx); err != nil {
		return err
	}
	return shared.sync(ctx, p.api)
}

// pairing takes each pairing under way as far as it goes now.
func (p *Person) pairing(ctx context.Context) error {
	ring := p.Private().Ring
	var errs []error
	for _, i := range ring.Invites {
		if i.Approved != nil && i.Words == nil && i.Compared == nil {
			errs = append(errs, p.sendApproval(ctx, *i.Approved), p.revealed(ctx, i))
		}
	}
	if j, ok := ring.Joining(); ok {
		errs = append(errs, p.approved(ctx, j))
	}
	knocks, err := p.Knocks(ctx)
	p.mu.Lock()
	p.knocks = knocks
	p.mu.Unlock()
	return errors.Join(append(errs, err, p.enterPair(ctx))...)
}

// Knocking lists who waits to be let in, as of the last exchange.
func (p *Person) Knocking() []Knock {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.knocks
}

// greet tells the partner this person's name, once.
func (p *Person) greet(ctx context.Context) error {
	_, shared := p.spaces()
	if shared == nil || len(shared.rep().Members()) < 2 {
		return nil
	}
	name := p.Private().Name
	said := bond.ProfileSet{Name: name}
	if shared.sharedJournal().Names[shared.self] == name || said.Check() != nil {
		return nil
	}
	return shared.write(ctx, said)
}

// kick asks the live loop to exchange soon, and lets the screens look again
// when that takes long.
func (p *Person) kick() {
	p.mu.Lock()
	if p.link.asked.IsZero() {
		p.link.asked = p.cfg.Now()
		if p.cfg.Live {
			time.AfterFunc(soon, p.cfg.Changed)
		}
	}
	p.mu.Unlock()
	select {
	case p.kicked <- struct{}{}:
	default:
	}
}

// How long the live loop waits: between tries when nobody answers, and for
// news to gather.
const (
	retryFirst = time.Second
	retryMost  = time.Minute
	pollEvery  = 5 * time.Minute
)

// Live keeps this device in step with the relay until ctx ends or the person
// is locked: it exchanges at once, after every change here, and after every
// word from the relay.
func (p *Person) Live(ctx context.Context) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	go func() {
		select {
		case <-p.done:
			stop()
		case <-ctx.Done():
		}
	}()
	go p.watch(ctx)
	go p.challenge(ctx) // for the clock's sake; Sync notices when nobody answers
	wait := retryFirst
	for {
		if err := p.Sync(ctx); err != nil && p.Link().Offline {
			wait = min(2*wait, retryMost)
		} else {
			wait = retryFirst
		}
		if !p.pause(ctx, wait) {
			return
		}
	}
}

// pause waits for a kick, or for as long as it makes sense not to try again.
func (p *Person) pause(ctx context.Context, wait time.Duration) bool {
	if l := p.Link(); !l.Offline && l.Refused == nil {
		wait = pollEvery
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-p.kicked:
	case <-timer.C:
	}
	return ctx.Err() == nil
}

// watch listens for the relay's word that something is new, and connects again
// when the stream ends.
func (p *Person) watch(ctx context.Context) {
	wait := retryFirst
	for ctx.Err() == nil {
		with := p.session()
		err := p.api.Watch(ctx, func(string, wire.ID) { wait = retryFirst; p.kick() })
		if errors.Is(err, &wire.Problem{Code: wire.CodeUnauthorized}) {
			err = p.renew(ctx, with)
		}
		if err != nil {
			p.kick() // a broken stream is how a lost connection shows first
		}
		select {
		case <-ctx.Done():
		case <-time.After(wait):
		}
		wait = min(2*wait, retryMost)
	}
}
