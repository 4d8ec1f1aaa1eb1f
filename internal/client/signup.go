package client

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"pleach/internal/bond"
	"pleach/internal/remote"
	"pleach/seal"
	"pleach/wire"
)

// MinPassword is the least number of characters of a password. The secret key
// on the device does the rest: the password alone opens nothing.
const MinPassword = 12

// SignUp is what a new account needs.
type SignUp struct {
	Name     string
	Password string
	Code     string // the host's sign-up code, where it asks for one
	Device   string // what to call this device
}

// Check refuses what cannot become an account.
func (s SignUp) Check() error {
	switch {
	case strings.TrimSpace(s.Name) == "":
		return ErrNoName
	case len(strings.TrimSpace(s.Name)) > bond.MaxName:
		return bond.ErrLong
	case utf8.RuneCountInString(s.Password) < MinPassword:
		return ErrWeakPassword
	}
	return nil
}

// SignUp makes an account at the relay and on this device, and opens it. When
// the relay cannot be reached nothing is made.
func (a *App) SignUp(ctx context.Context, in SignUp) error {
	if err := in.Check(); err != nil {
		return err
	}
	if a.HasAccount() {
		return ErrHasAccount
	}
	n, err := a.newcomer(in)
	if err != nil {
		return err
	}
	api := remote.New(a.cfg.Transport)
	if err := api.CreateAccount(ctx, n.account); err != nil {
		return err
	}
	return a.whole(ctx, a.begin(ctx, n, in))
}

// begin keeps a new account on this device.
func (a *App) begin(ctx context.Context, n *newcomer, in SignUp) error {
	if err := n.vault.save(ctx, a.cfg.Storage); err != nil {
		return fmt.Errorf("client: keep the vault: %w", err)
	}
	if err := a.enter(ctx, n.vault, n.root.LoginKey(), n.master); err != nil {
		return err
	}
	return a.Person().settle(ctx, n.kit, in)
}

// whole takes what was kept of an account off the device again when not all of
// it fitted: half an account opens nothing, and would stand in the way of the
// next try. An invitation that waits goes on waiting.
func (a *App) whole(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	waits := a.Arrived(ctx)
	err = errors.Join(err, a.Forget(ctx))
	if waits != "" {
		err = errors.Join(err, a.Arrive(ctx, waits))
	}
	return err
}

// newcomer is an account in the making.
type newcomer struct {
	kit     seal.Kit
	root    seal.Root
	master  seal.Key
	vault   *vaultRecord
	account wire.NewAccount
}

func (a *App) newcomer(in SignUp) (*newcomer, error) {
	kit, err := seal.NewKit(a.cfg.Rand, a.cfg.Origin)
	if err != nil {
		return nil, err
	}
	master, err := seal.NewKey(a.cfg.Rand)
	if err != nil {
		return nil, err
	}
	root, err := seal.DeriveRoot(seal.KDFVersion, in.Password, kit.Account, kit.Secret)
	if err != nil {
		return nil, err
	}
	n := &newcomer{kit: kit, root: root, master: master}
	if n.account, err = newAccount(a.cfg.Rand, kit, root, master); err != nil {
		return nil, err
	}
	n.account.Code = in.Code
	n.account.Sig = ed25519.Sign(root.LoginKey(), wire.SignupMessage(a.cfg.Origin, n.account))
	n.vault, err = newVault(a.cfg, kit, n.account.Wraps.Password)
	return n, err
}

func newAccount(rand io.Reader, kit seal.Kit, root seal.Root, master seal.Key) (wire.NewAccount, error) {
	rescue, rescueKEK, err := kit.Rescue()
	if err != nil {
		return wire.NewAccount{}, err
	}
	byPassword, err := seal.WrapMaster(rand, root.KEK(), kit.Account, seal.WrapPassword, master)
	if err != nil {
		return wire.NewAccount{}, err
	}
	byWords, err := seal.WrapMaster(rand, rescueKEK, kit.Account, seal.WrapWords, master)
	return wire.NewAccount{
		Account: kit.Account, KDF: seal.KDFVersion,
		Login: public(root.LoginKey()), Rescue: public(rescue),
		Wraps: wire.Wraps{Password: byPassword, Words: byWords},
	}, err
}

func public(k ed25519.PrivateKey) []byte { return k.Public().(ed25519.PublicKey) }

func newVault(cfg Config, kit seal.Kit, wrap []byte) (*vaultRecord, error) {
	device, err := newID(cfg.Rand)
	return &vaultRecord{
		Version: vaultVersion, Origin: cfg.Origin, Account: kit.Account, Secret: kit.Secret[:],
		KDF: kit.Version, Wrap: wrap, Device: device,
	}, err
}

func newID(rand io.Reader) (id wire.ID, err error) {
	_, err = io.ReadFull(rand, id[:])
	return id, err
}

// settle writes what a new account starts with: its private space, the kit and
// the names.
func (p *Person) settle(ctx context.Context, kit seal.Kit, in SignUp) error {
	if err := p.keepKit(ctx, kit); err != nil {
		return err
	}
	if err := p.private.found(ctx, p.cfg.Rand); err != nil {
		return err
	}
	return p.private.write(ctx,
		bond.ProfileSet{Name: strings.TrimSpace(in.Name)},
		bond.DeviceNamed{Device: p.vault.Device, Name: in.Device, At: p.cfg.Now()})
}

// SignIn opens an account on a further device, with its kit and its password.
// It needs the relay. A wrong kit or password makes nothing.
func (a *App) SignIn(ctx context.Context, kitText, password, device string) error {
	if a.HasAccount() {
		return ErrHasAccount
	}
	kit, err := a.readKit(kitText)
	if err != nil {
		return err
	}
	root, err := seal.DeriveRoot(kit.Version, password, kit.Account, kit.Secret)
	if err != nil {
		return err
	}
	v, master, err := a.fetchVault(ctx, kit, root)
	if err != nil {
		return err
	}
	return a.whole(ctx, a.settleIn(ctx, v, root, master, kit, device))
}

// settleIn keeps an account that came from another device.
func (a *App) settleIn(ctx context.Context, v *vaultRecord, root seal.Root, master seal.Key, kit seal.Kit, device string) error {
	if err := v.save(ctx, a.cfg.Storage); err != nil {
		return fmt.Errorf("client: keep the vault: %w", err)
	}
	if err := a.enter(ctx, v, root.LoginKey(), master); err != nil {
		return err
	}
	return a.Person().moveIn(ctx, kit, device)
}

// readKit reads a kit of this server.
func (a *App) readKit(text string) (seal.Kit, error) {
	kit, err := seal.ParseKit(text)
	if err == nil && kit.Server != a.cfg.Origin {
		err = fmt.Errorf("%w: %s", ErrOtherServer, kit.Server)
	}
	return kit, err
}

// fetchVault logs in and takes the wrapped master key from the relay.
func (a *App) fetchVault(ctx context.Context, kit seal.Kit, root seal.Root) (*vaultRecord, seal.Key, error) {
	v, err := newVault(a.cfg, kit, nil)
	if err != nil {
		return nil, seal.Key{}, err
	}
	api := remote.New(a.cfg.Transport)
	if err := login(ctx, api, a.cfg.Origin, v, root.LoginKey()); err != nil {
		if errors.Is(err, &wire.Problem{Code: wire.CodeLoginRefused}) {
			return nil, seal.Key{}, ErrKitOrPassword
		}
		return nil, seal.Key{}, err
	}
	account, err := api.Account(ctx)
	if err != nil {
		return nil, seal.Key{}, err
	}
	v.Wrap, v.Before = account.Wraps.Password, account.Wraps.Before
	master, err := openWraps(root.KEK(), v.Account, seal.WrapPassword, account.Wraps)
	if err == nil {
		err = livesThere(ctx, api, v, master)
	}
	return v, master, err
}

// moveIn makes a further device at home: the log is fetched and the device
// named in it.
func (p *Person) moveIn(ctx context.Context, kit seal.Kit, device string) error {
	if err := p.keepKit(ctx, kit); err != nil {
		return err
	}
	if err := p.Sync(ctx); err != nil {
		return err
	}
	return p.private.write(ctx, bond.DeviceNamed{Device: p.vault.Device, Name: device, At: p.cfg.Now()})
}

// login trades a signature for a session. It returns the relay's refusal as it
// is.
func login(ctx context.Context, api *remote.Client, origin string, v *vaultRecord, key ed25519.PrivateKey) error {
	c, err := api.Challenge(ctx, v.Account)
	if err != nil {
		return err
	}
	_, err = answerChallenge(ctx, api, origin, v, key, c)
	return err
}

func answerChallenge(ctx context.Context, api *remote.Client, origin string, v *vaultRecord, key ed25519.PrivateKey, c wire.Challenge) (wire.Session, error) {
	l := wire.Login{Account: v.Account, Device: v.Device, Nonce: c.Nonce, Expiry: c.Expiry}
	l.Sig = ed25519.Sign(key, wire.LoginMessage(origin, l))
	return api.Login(ctx, l)
}
