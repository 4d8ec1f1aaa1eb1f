package testkit

import (
	"testing"

	"pleach/internal/replica"
	"pleach/internal/replica/localtest"
)

func TestMemLocalIsALocal(t *testing.T) {
	localtest.Run(t, func(*testing.T) func() replica.Local {
		l := &MemLocal{}
		return func() replica.Local { return l }
	})
}
