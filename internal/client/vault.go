package client

import (
	"context"
	"encoding/json"
	"fmt"

	"pleach/seal"
	"pleach/wire"
)

// Names of the records in Storage.
const (
	nameVault  = "vault"   // vaultRecord, in clear: what the unlock form needs
	nameToken  = "token"   // session token, sealed
	nameKit    = "kit"     // recovery kit, sealed
	nameNext   = "kit-new" // a recovery kit that the relay may not have yet, sealed
	nameDraft  = "draft/"  // + key: what was typed and not yet saved, sealed
	nameDev    = "device/" // + space: this device's keys in a space, sealed
	nameFirst  = "first/"  // + space: commit 0 that this device made, until the relay has it
	nameEpoch  = "epoch/"  // + space: since when this device knows its newest epoch
	nameGone   = "gone/"   // + space: this device has finished with a space that has ended
	nameReach  = "reach/"  // + space: how far another device had come when it added this one, sealed
	nameOut    = "removed" // in clear: the account that was here was removed from this device
	nameSample = "sample"  // in clear: the account that came from a sample couple
	nameArriv  = "arrived" // an invitation's token that waits for an account

	nameStay    = "way/stay"    // wayRecord: staying unlocked
	namePasskey = "way/passkey" // wayRecord: a passkey; the page's script reads it too
)

// vaultVersion is 2 since the master key can be replaced.
const vaultVersion = 2

// vaultRecord is what a device keeps in clear. It is no use without the
// password.
type vaultRecord struct {
	Version int     `json:"version"`
	Origin  string  `json:"origin"`
	Account wire.ID `json:"account"`
	Secret  []byte  `json:"secret"` // the account's secret key
	KDF     byte    `json:"kdf"`
	Wrap    []byte  `json:"wrap"`   // master key under the password's key
	Device  wire.ID `json:"device"` // this device's id at the relay
	// Before is what the master key opens of those that it replaced.
	Before []byte `json:"before,omitempty"`
	// Behind says that records here may still be sealed under one of those.
	Behind bool `json:"behind,omitempty"`
}

func loadVault(ctx context.Context, s Storage) (*vaultRecord, error) {
	raw, err := s.Get(ctx, nameVault)
	if err != nil || raw == nil {
		return nil, err
	}
	var v vaultRecord
	if err := json.Unmarshal(raw, &v); err != nil || v.Version < 1 || v.Version > vaultVersion || len(v.Secret) != 16 {
		return nil, fmt.Errorf("%w: record of %d bytes, version %d", ErrVault, len(raw), v.Version)
	}
	return &v, nil
}

// AccountOrigin is the relay that the account on a device belongs to, "" without
// an account. It needs no password: a program may ask before it opens the App.
func AccountOrigin(ctx context.Context, s Storage) (string, error) {
	v, err := loadVault(ctx, s)
	if err != nil || v == nil {
		return "", err
	}
	return v.Origin, nil
}

func (v *vaultRecord) save(ctx context.Context, s Storage) error {
	v.Version = vaultVersion
	raw, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return s.Put(ctx, nameVault, raw)
}

// root derives the account's root from the password: over a second in a
// browser, on purpose.
func (v *vaultRecord) root(password string) (seal.Root, error) {
	return seal.DeriveRoot(v.KDF, password, v.Account, [16]byte(v.Secret))
}
