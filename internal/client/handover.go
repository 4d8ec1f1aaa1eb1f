package client

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"pleach/internal/remote"
	"pleach/internal/replica"
	"pleach/seal"
	"pleach/wire"
)

// A further device can be added from one that is open: that shows a code with
// what the recovery kit has, and with how far every space has come. What opens
// without the password is no more than a locked device holds in the clear.

// HandoverLife is for how long a code for a further device is good, by the
// relay's clock.
const HandoverLife = 10 * time.Minute

// handoverFragment is what the code's link has behind the #.
const handoverFragment = "add."

// Handover is the link that adds a further device of this person, for
// HandoverLife. It needs the relay, and is refused while that serves what does
// not fit.
func (p *Person) Handover(ctx context.Context) (link string, err error) {
	if err := p.Sync(ctx); err != nil {
		return "", err
	}
	c, err := p.challenge(ctx)
	if err != nil {
		return "", err
	}
	b, err := p.baggage(ctx)
	if err != nil {
		return "", err
	}
	l, err := p.lineage()
	if err != nil {
		return "", err
	}
	expires := uint64(c.Now.Add(HandoverLife).Unix())
	h, err := seal.NewHandover(p.cfg.Rand, l.masters[0], p.vault.Account, [16]byte(p.vault.Secret), expires, b)
	return p.cfg.Origin + "/#" + handoverFragment + h.String(), err
}

// baggage is what a further device gets. The kit is the one that this device
// keeps, also when it was replaced: the journal says so there too.
func (p *Person) baggage(ctx context.Context) (b seal.Baggage, err error) {
	text, err := p.box.get(ctx, nameKit)
	if err != nil {
		return b, err
	}
	kit, err := seal.ParseKit(string(text))
	if err != nil {
		return b, err
	}
	b.Entropy = kit.Entropy
	for _, s := range p.all() {
		reach, err := s.rep().Reach()
		if errors.Is(err, replica.ErrNoSpace) {
			continue
		}
		if err != nil {
			return b, err
		}
		b.Reached = append(b.Reached, sealedReach(s.id, reach))
	}
	slices.SortFunc(b.Reached, func(x, y seal.Reach) int { return slices.Compare(x.Space[:], y.Space[:]) })
	return b, nil
}

func sealedReach(space wire.ID, r replica.Reach) seal.Reach {
	out := seal.Reach{Space: space, Commit: r.Commit, Hash: r.Hash}
	for _, h := range r.Heads {
		out.Heads = append(out.Heads, seal.Head{Device: h.Device, Seq: h.Seq, Hash: h.Hash})
	}
	return out
}

// SignInFrom opens an account on a further device, with a code that another one
// shows, and with the account's password. It needs the relay. Whatever goes
// wrong makes nothing here: ErrCodeLate for a code that was good once,
// seal.ErrNotAHandover for one that is damaged, ErrPassword, and ErrBehind when
// the relay serves less than the other device had. That one can wait.
func (a *App) SignInFrom(ctx context.Context, code, password, device string) error {
	if a.HasAccount() {
		return ErrHasAccount
	}
	h, err := a.readHandover(ctx, code)
	if err != nil {
		return err
	}
	root, err := seal.DeriveRoot(seal.KDFVersion, password, h.Account, h.Secret)
	if err != nil {
		return err
	}
	kit := seal.Kit{Version: seal.KDFVersion, Server: a.cfg.Origin, Account: h.Account, Secret: h.Secret}
	v, master, err := a.fetchVault(ctx, kit, root)
	if errors.Is(err, ErrKitOrPassword) {
		return ErrPassword
	}
	if err != nil {
		return err
	}
	if err = a.unpack(ctx, h, v, root, master, device); err != nil {
		a.unannounce(ctx, v, root)
	}
	return a.whole(ctx, err)
}

// unpack keeps what the code brought, and moves in.
func (a *App) unpack(ctx context.Context, h seal.Handover, v *vaultRecord, root seal.Root, master seal.Key, device string) error {
	b, err := h.Open(master)
	if errors.Is(err, seal.ErrWrongKey) {
		return fmt.Errorf("%w: the password was changed since", ErrCodeLate)
	}
	if err != nil {
		return err
	}
	if err := a.keepReach(ctx, master, b.Reached); err != nil {
		return err
	}
	kit := seal.Kit{Version: seal.KDFVersion, Server: a.cfg.Origin, Account: h.Account, Secret: h.Secret, Entropy: b.Entropy}
	err = a.settleIn(ctx, v, root, master, kit, device)
	if errors.Is(err, replica.ErrRegression) {
		err = fmt.Errorf("%w: %w", ErrBehind, err)
	}
	return err
}

// unannounce takes a device that came to nothing off the person's list at the
// relay, so that none shows there that nobody has.
func (a *App) unannounce(ctx context.Context, v *vaultRecord, root seal.Root) {
	api := remote.New(a.cfg.Transport)
	if login(ctx, api, a.cfg.Origin, v, root.LoginKey()) == nil {
		_ = api.RevokeDevice(ctx, v.Device)
	}
}

// readHandover reads a code of this server that is still good. It asks the
// relay what time it is, and is not signed in yet.
func (a *App) readHandover(ctx context.Context, code string) (h seal.Handover, err error) {
	code = strings.Join(strings.Fields(code), "")
	if server, after, ok := strings.Cut(code, "#"); ok {
		if server = strings.TrimSuffix(server, "/"); !strings.EqualFold(server, a.cfg.Origin) {
			return h, fmt.Errorf("%w: %s", ErrOtherServer, server)
		}
		code = after
	}
	if h, err = seal.ParseHandover(strings.TrimPrefix(code, handoverFragment)); err != nil {
		return h, err
	}
	c, err := remote.New(a.cfg.Transport).Challenge(ctx, h.Account)
	if err == nil && uint64(c.Now.Unix()) > h.Expires {
		err = ErrCodeLate
	}
	return h, err
}

// keepReach seals what the other device said of each space, before the first of
// them is opened.
func (a *App) keepReach(ctx context.Context, master seal.Key, all []seal.Reach) error {
	b := &box{storage: a.cfg.Storage, key: seal.LocalKey(master, "records"), rand: a.cfg.Rand}
	for _, r := range all {
		reach := replica.Reach{Commit: r.Commit, Hash: r.Hash}
		for _, h := range r.Heads {
			reach.Heads = append(reach.Heads, wire.Head{Device: h.Device, Seq: h.Seq, Hash: h.Hash})
		}
		raw, err := json.Marshal(reach)
		if err != nil {
			return err
		}
		if err := b.put(ctx, nameReach+wire.ID(r.Space).String(), raw); err != nil {
			return err
		}
	}
	return nil
}

// reached is what another device said of the space when it added this one, nil
// when none did.
func (s *space) reached(ctx context.Context) (*replica.Reach, error) {
	raw, err := s.person.box.get(ctx, nameReach+s.id.String())
	if err != nil || raw == nil {
		return nil, err
	}
	var r replica.Reach
	return &r, json.Unmarshal(raw, &r)
}
