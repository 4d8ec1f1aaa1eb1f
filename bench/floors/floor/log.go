package floor

import (
	"encoding/binary"
	"os"
)

// Log is a file that only grows, synced once for a group.
type Log struct{ *gather }

// OpenLog makes one.
func OpenLog(name string) (*Log, error) {
	f, err := os.OpenFile(name, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return nil, err
	}
	var out []byte
	return &Log{newGather(func(group [][]byte) error {
		out = out[:0]
		for _, data := range group {
			out = append(binary.BigEndian.AppendUint32(out, uint32(len(data))), data...)
		}
		if _, err := f.Write(out); err != nil {
			return err
		}
		return f.Sync()
	})}, nil
}
