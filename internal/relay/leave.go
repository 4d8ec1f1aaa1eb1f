package relay

import "pleach/wire"

// AdmitLeave decides whether who leaves brings what is needed: a commit for
// those who remain, and none when nobody does. Errors: CodeMalformed.
func AdmitLeave(members int, out wire.Leave) error {
	switch {
	case members > 1 && len(out.Commit) == 0:
		return Refuse(wire.CodeMalformed, "Somebody else is in this space. Leaving it takes a commit.")
	case members == 1 && len(out.Commit) > 0:
		return Refuse(wire.CodeMalformed, "Nobody else is in this space. Leaving it takes no commit.")
	}
	return nil
}

// SameLeave decides on the repeat of a leave by somebody who is not in the
// space: only the commit that was stored will do. Errors: CodeForbidden.
func SameLeave(stored []byte, out wire.Leave) error {
	if len(out.Commit) == 0 || string(stored) != string(out.Commit) {
		return Refuse(wire.CodeForbidden, "")
	}
	return nil
}
