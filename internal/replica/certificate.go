package replica

import (
	"errors"

	"pleach/seal"
	"pleach/wire"
)

// shutOut reports whether a new entry is by a device that writes no more.
func (s *stage) shutOut(e wire.Entry) bool {
	h := e.Header
	return h.Seq > s.view.chains[h.Device].len() &&
		s.view.epochs.shutOut(h.Device, wire.ID{}, h.Seq) && s.view.epochs.shutOut(h.Device, s.author(e), h.Seq)
}

// author is whose an entry is: by its chain, or by the certificate that begins
// one. Zero when neither says it.
func (s *stage) author(e wire.Entry) wire.ID {
	h := e.Header
	if c := s.view.chains[h.Device]; c != nil {
		return c.member
	}
	if h.Class != wire.ClassCert || int(h.Epoch) >= len(s.view.epochs) {
		return wire.ID{}
	}
	_, key, err := seal.OpenCertificate(h.Space, s.view.epochs[h.Epoch].commit.Members, e.Body)
	if err != nil {
		return wire.ID{}
	}
	return s.view.epochs.person(key)
}

// begin starts a chain with the certificate of its device.
func (s *stage) begin(ep epoch, e wire.Entry) error {
	h := e.Header
	device, key, err := seal.OpenCertificate(h.Space, ep.commit.Members, e.Body)
	if err != nil {
		return bad(certError(err), h.Device, h.Seq, "its certificate is not valid")
	}
	if wire.ID(device.ID) != h.Device {
		return bad(ErrSplice, h.Device, h.Seq, "the certificate of another device")
	}
	s.view.chains[h.Device] = &chain{device: device, member: s.view.epochs.person(key)}
	return nil
}

func certError(err error) error {
	switch {
	case errors.Is(err, seal.ErrNotMember):
		return ErrNotMember
	case errors.Is(err, seal.ErrBadSignature):
		return ErrBadSignature
	case errors.Is(err, seal.ErrVersion):
		return ErrVersion
	}
	return ErrMalformed
}
