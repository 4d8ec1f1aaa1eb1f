package big

import (
	"strings"
	"testing"
)

func TestNobodyGetsAWrongNumber(t *testing.T) {
	defer func() {
		if said, ok := recover().(string); !ok || !strings.Contains(said, "left out") {
			t.Errorf("adding said %q", said)
		}
	}()
	NewInt(1).Add(NewInt(1), NewInt(2))
}
