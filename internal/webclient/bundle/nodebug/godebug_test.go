package godebug

import "testing"

func TestEverySettingHasItsDefault(t *testing.T) {
	s := New("#asynctimerchan")
	s.IncNonDefault()
	if s.Value() != "" || s.Name() != "asynctimerchan" || !s.Undocumented() || s.String() != "asynctimerchan=" {
		t.Errorf("%q, %q, %q", s.Value(), s.Name(), s)
	}
}
