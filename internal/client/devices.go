package client

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"pleach/internal/bond"
	"pleach/internal/replica"
	"pleach/seal"
	"pleach/wire"
)

// Device is one of the person's devices.
type Device struct {
	ID      wire.ID
	Name    string
	Since   time.Time
	Used    string // the month in which it was last used, "2026-11"
	Current bool
}

// KnownDevices are the person's devices as far as this one knows, at once. It
// asks the relay in the background, and Config.Changed tells when there is news.
func (p *Person) KnownDevices() []Device { return p.knownDevices(&p.asked) }

// NoticedDevices are the same, for a page that many people open many times a
// day: it asks by a clock of its own, so that the list in Settings is fresh.
func (p *Person) NoticedDevices() []Device { return p.knownDevices(&p.noticed) }

func (p *Person) knownDevices(asked *time.Time) []Device {
	p.mu.Lock()
	known, due := p.devices, p.cfg.Now().Sub(*asked) > devicesStale
	if due {
		*asked = p.cfg.Now()
	}
	p.mu.Unlock()
	if due {
		go p.askDevices()
	}
	if known == nil {
		return []Device{{ID: p.vault.Device, Name: p.Private().Devices[p.vault.Device], Since: p.cfg.Now(), Current: true}}
	}
	return known
}

// devicesStale is for how long a list of devices is good enough.
const devicesStale = 5 * time.Second

func (p *Person) askDevices() {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	devices, err := p.Devices(ctx)
	if err != nil {
		return
	}
	p.mu.Lock()
	changed := !slices.Equal(p.devices, devices)
	p.devices = devices
	p.mu.Unlock()
	if changed {
		p.cfg.Changed()
	}
}

// Devices asks the relay for the person's devices. It needs the network.
func (p *Person) Devices(ctx context.Context) ([]Device, error) {
	var rows []wire.Device
	err := p.online(ctx, func() (err error) { rows, err = p.api.Devices(ctx); return err })
	names := p.Private().Devices
	devices := make([]Device, len(rows))
	for i, d := range rows {
		devices[i] = Device{ID: d.Device, Name: names[d.Device], Since: d.Since, Used: d.Used, Current: d.Device == p.vault.Device}
	}
	return devices, err
}

// NameDevice gives one of the person's devices another name.
func (p *Person) NameDevice(ctx context.Context, id wire.ID, name string) error {
	if name = strings.TrimSpace(name); name == "" {
		return ErrNoName
	}
	if err := p.private.write(ctx, bond.DeviceNamed{Device: id, Name: name, At: p.cfg.Now()}); err != nil {
		return err
	}
	p.askDevices()
	return nil
}

// RevokeDevice removes one of the person's devices: at the relay its sessions
// and streams end, it is told so in a way that only this person can, and every
// space gets a new key and takes nothing more from it. It needs the relay. What
// that device already holds stays readable on it until it hears of this; it may
// hold member keys, so that only a new password shuts it out against a server
// that helps it.
func (p *Person) RevokeDevice(ctx context.Context, id wire.ID) error {
	notice := seal.Remove(p.private.memberKeys(), p.vault.Account, id)
	err := p.online(ctx, func() error {
		if err := p.api.PutNotice(ctx, id, notice); err != nil {
			return err
		}
		return p.api.RevokeDevice(ctx, id)
	})
	if err != nil {
		return err
	}
	if err := p.private.write(ctx, bond.DeviceRemoved{Device: id, At: p.cfg.Now()}); err != nil {
		return err
	}
	p.askDevices()
	return p.online(ctx, func() error { return p.shutOut(ctx, true) })
}

// shutOut ends the chains of removed devices in every space, which begins a new
// epoch there; always does so where there is nothing to end, too. What is cut
// off here is done at the next exchange, by whichever device comes first.
func (p *Person) shutOut(ctx context.Context, always bool) error {
	var errs []error
	for _, s := range p.all() {
		chains := p.toEnd(s)
		if len(chains) > 0 || always {
			errs = append(errs, s.rep().Rotate(ctx, replica.Rotation{Revoke: chains}))
		}
	}
	return errors.Join(errs...)
}

func (p *Person) all() []*space {
	private, shared := p.spaces()
	if shared == nil {
		return []*space{private}
	}
	return []*space{private, shared}
}

// toEnd lists the chains of removed devices that the space still takes.
func (p *Person) toEnd(s *space) (chains []wire.ID) {
	if _, ok := s.rep().Newest(); !ok {
		return nil
	}
	fleet := p.Private().Fleet
	for _, device := range fleet.Removed {
		for _, chain := range fleet.Of(device, s.id) {
			if !s.rep().ShutsOut(chain) && chain != s.rep().Device() && !slices.Contains(chains, chain) {
				chains = append(chains, chain)
			}
		}
	}
	return chains
}

// claim tells the person's other devices which chains this one writes.
func (p *Person) claim(ctx context.Context) error {
	if _, ok := p.private.rep().Newest(); !ok {
		return nil // a fresh chain after a setback; the next exchange fetches what it needs
	}
	var claims []bond.Event
	fleet := p.Private().Fleet
	for _, s := range p.all() {
		if chain := s.rep().Device(); !fleet.Claimed(s.id, chain) {
			claims = append(claims, bond.DeviceChain{Device: p.vault.Device, Space: s.id, Chain: chain, At: p.cfg.Now()})
		}
	}
	if len(claims) == 0 {
		return nil
	}
	if err := p.private.write(ctx, claims...); err != nil {
		return err
	}
	return p.private.sync(ctx, p.api)
}

// orRemoved looks whether the person has removed this device, after the relay
// refused it. The notice is signed with the person's own keys: a relay that says
// so by itself wipes nothing.
func (p *Person) orRemoved(ctx context.Context, refusal error) error {
	if !errors.Is(refusal, &wire.Problem{Code: wire.CodeUnauthorized}) && !errors.Is(refusal, &wire.Problem{Code: wire.CodeLoginRefused}) {
		return refusal
	}
	notice, err := p.api.Notice(ctx, p.vault.Account, p.vault.Device)
	if err != nil {
		return refusal
	}
	l, err := p.lineage()
	if err != nil {
		return refusal
	}
	for _, m := range l.members() {
		if seal.Removed(m.Public(), p.vault.Account, p.vault.Device, notice) {
			return errors.Join(ErrRemoved, p.removed(context.WithoutCancel(ctx)))
		}
	}
	return refusal
}

// wipeRemoved takes everything off a device that its person has removed, and
// remembers only that this happened.
func (a *App) wipeRemoved(ctx context.Context) error {
	a.lock()
	_ = a.endWays(ctx) // wiping ends them too
	a.mu.Lock()
	a.vault = nil
	a.mu.Unlock()
	if err := a.cfg.Storage.Wipe(ctx); err != nil {
		return err
	}
	err := a.cfg.Storage.Put(ctx, nameOut, []byte("removed"))
	a.cfg.Changed()
	return err
}

// WasRemoved reports whether the account that was here was removed from this
// device by another one, and nobody has come in since.
func (a *App) WasRemoved(ctx context.Context) bool {
	mark, _ := a.cfg.Storage.Get(ctx, nameOut)
	return mark != nil
}
