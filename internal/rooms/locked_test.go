package rooms_test

import (
	"context"
	"testing"

	"pleach/internal/client"
	"pleach/internal/client/memstore"
	"pleach/internal/content"
)

// hurried locks the app while a record is being read.
type hurried struct {
	client.Storage
	lock func()
}

func (h *hurried) Get(ctx context.Context, name string) ([]byte, error) {
	if name == "kit" && h.lock != nil {
		h.lock()
	}
	return h.Storage.Get(ctx, name)
}

func TestALockInTheMiddleOfARequestShowsTheDoor(t *testing.T) {
	storage := &hurried{Storage: memstore.New()}
	ada := newWorld(t).browserWith(client.Config{Storage: storage}, content.English()).signUp("Ada")
	storage.lock = ada.Lock
	ada.open("/settings/kit").reads("Welcome back").lacks("recovery kit")
}
