package storagetest

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"pleach/internal/client"
)

// RunKeeper runs the suite of client.Keeper. Each call of what fresh returns is
// a program that starts again on the same device, which has no secret at first.
func RunKeeper(t *testing.T, fresh func(t *testing.T) (open func() client.Keeper)) {
	for _, c := range []struct {
		name string
		test func(t *testing.T, open func() client.Keeper)
	}{
		{"a device without a secret makes nothing of a salt", secretless},
		{"a secret makes the same of the same salt, after a restart too", sameSecret},
		{"another salt gives something else", otherSalt},
		{"a new secret replaces the one before", newSecret},
		{"a dropped secret is gone for good", dropped},
		{"a cancelled call makes no secret", cancelledKeeper},
	} {
		t.Run(strings.ReplaceAll(c.name, " ", "_"), func(t *testing.T) { c.test(t, fresh(t)) })
	}
}

var (
	salt  = bytes.Repeat([]byte{7}, 32)
	other = bytes.Repeat([]byte{8}, 32)
)

func secretless(t *testing.T, open func() client.Keeper) {
	k := open()
	wantUse(t, k, salt, nil)
	keeperMust(t, k.Drop(t.Context()))
	wantUse(t, k, salt, nil)
}

func sameSecret(t *testing.T, open func() client.Keeper) {
	keeperMust(t, open().Make(t.Context()))
	first := used(t, open(), salt)
	if len(first) != 32 || bytes.Equal(first, make([]byte, 32)) {
		t.Fatalf("it made %x", first)
	}
	wantUse(t, open(), salt, first)
}

func otherSalt(t *testing.T, open func() client.Keeper) {
	keeperMust(t, open().Make(t.Context()))
	if bytes.Equal(used(t, open(), salt), used(t, open(), other)) {
		t.Error("two salts give the same")
	}
}

func newSecret(t *testing.T, open func() client.Keeper) {
	keeperMust(t, open().Make(t.Context()))
	first := used(t, open(), salt)
	keeperMust(t, open().Make(t.Context()))
	if bytes.Equal(first, used(t, open(), salt)) {
		t.Error("the secret is the one before")
	}
}

func dropped(t *testing.T, open func() client.Keeper) {
	keeperMust(t, open().Make(t.Context()))
	first := used(t, open(), salt)
	keeperMust(t, open().Drop(t.Context()))
	wantUse(t, open(), salt, nil)
	keeperMust(t, open().Make(t.Context()))
	if bytes.Equal(first, used(t, open(), salt)) {
		t.Error("it came back")
	}
}

func cancelledKeeper(t *testing.T, open func() client.Keeper) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := open().Make(ctx); err == nil {
		t.Error("a cancelled call went through")
	}
	wantUse(t, open(), salt, nil)
}

func used(t *testing.T, k client.Keeper, salt []byte) []byte {
	t.Helper()
	got, err := k.Use(t.Context(), salt)
	keeperMust(t, err)
	return got
}

func wantUse(t *testing.T, k client.Keeper, salt, want []byte) {
	t.Helper()
	if got := used(t, k, salt); !bytes.Equal(got, want) {
		t.Errorf("it made %x of a salt, want %x", got, want)
	}
}

func keeperMust(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
