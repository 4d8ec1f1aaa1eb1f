package remote

import (
	"context"

	"pleach/wire"
)

// Info asks who the relay is. It needs no session.
func (c *Client) Info(ctx context.Context) (wire.Info, error) {
	var info wire.Info
	return info, c.json(ctx, "GET", "/v1/info", nil, &info)
}

// CreateAccount signs an account up.
func (c *Client) CreateAccount(ctx context.Context, a wire.NewAccount) error {
	return c.json(ctx, "POST", "/v1/accounts", a, nil)
}

// Challenge asks for a nonce to sign. It is the same for unknown accounts.
func (c *Client) Challenge(ctx context.Context, account wire.ID) (wire.Challenge, error) {
	var ch wire.Challenge
	return ch, c.json(ctx, "POST", "/v1/login/challenge", wire.ChallengeRequest{Account: account}, &ch)
}

// Login trades a signed challenge for a session and keeps its token.
func (c *Client) Login(ctx context.Context, l wire.Login) (wire.Session, error) {
	var s wire.Session
	if err := c.json(ctx, "POST", "/v1/login", l, &s); err != nil {
		return wire.Session{}, err
	}
	c.SetToken(s.Token)
	return s, nil
}

// Logout ends this session at the relay and forgets the token. After an error
// the token is kept, so that the caller may try again.
func (c *Client) Logout(ctx context.Context) error {
	if err := c.json(ctx, "DELETE", "/v1/session", nil, nil); err != nil {
		return err
	}
	c.SetToken("")
	return nil
}

// Account returns the signed-in account and its wrapped master key.
func (c *Client) Account(ctx context.Context) (wire.Account, error) {
	var a wire.Account
	return a, c.json(ctx, "GET", "/v1/account", nil, &a)
}

// NewKeys replaces what password and recovery kit give. The other devices'
// sessions end.
func (c *Client) NewKeys(ctx context.Context, n wire.NewKeys) error {
	return c.json(ctx, "PUT", "/v1/account/keys", n, nil)
}

// CloseAccount closes the account for good.
func (c *Client) CloseAccount(ctx context.Context, n wire.CloseAccount) error {
	return c.json(ctx, "POST", "/v1/account/close", n, nil)
}

// Devices lists the account's devices.
func (c *Client) Devices(ctx context.Context) ([]wire.Device, error) {
	var d []wire.Device
	return d, c.json(ctx, "GET", "/v1/devices", nil, &d)
}

// PutNotice keeps what tells a device that it was removed.
func (c *Client) PutNotice(ctx context.Context, device wire.ID, notice []byte) error {
	return c.json(ctx, "PUT", "/v1/devices/"+device.String()+"/notice", wire.Notice{Data: notice}, nil)
}

// Notice is what was kept for a device that was removed. It needs no session.
func (c *Client) Notice(ctx context.Context, account, device wire.ID) ([]byte, error) {
	var n wire.Notice
	err := c.json(ctx, "GET", "/v1/notices/"+account.String()+"/"+device.String(), nil, &n)
	return n.Data, err
}

// RevokeDevice ends a device's sessions and open streams.
func (c *Client) RevokeDevice(ctx context.Context, device wire.ID) error {
	return c.json(ctx, "DELETE", "/v1/devices/"+device.String(), nil, nil)
}
