package model

// twins are two worlds: in one of them Ada answers, in the other she does not.
// Everything else happens in both. Until Noor has posted, her client must not
// be able to tell which one it is in.
type twins struct {
	with, without round
	differs       bool
	over          bool
}

func (v revealing) twinSystem() system[twins] {
	return system[twins]{
		begin: []twins{{}},
		next:  v.twinNext,
		rules: []rule[twins]{{"nothing tells that the other has answered", func(_, t twins) bool { return !t.differs }}},
	}
}

func (v revealing) twinNext(t twins) (out []step[twins]) {
	if t.over {
		return nil
	}
	for _, s := range v.device(t.with, ada) {
		n := t
		n.with = s.to
		out = append(out, step[twins]{s.says + " in one world", n, true})
	}
	n := t
	n.differs = v.pull(t.with) != v.pull(t.without)
	out = append(out, step[twins]{"Noor's client pulls", n, true})
	for text := int8(1); text <= 2 && t.with.wrote[noor].text == 0; text++ {
		n := t
		n.with.wrote[noor] = posted{text: text, wrap: !v.strict[noor]}
		n.without.wrote[noor] = n.with.wrote[noor]
		out = append(out, step[twins]{"Noor writes an answer", n, true})
	}
	if t.with.wrote[noor].text > 0 {
		n := t
		n.with.relay[noor], n.without.relay[noor] = t.with.wrote[noor], t.without.wrote[noor]
		n.differs, n.over = v.response(n.with) != v.response(n.without), true
		out = append(out, step[twins]{"Noor's device posts it", n, true})
	}
	return out
}

// pulled is what a pull by Noor's client shows of the gate.
type pulled struct {
	answers [2]posted
	waiting bool
}

func (v revealing) pull(r round) (p pulled) {
	if r.opened() || v.opensForOne {
		p.answers = r.relay
	}
	p.waiting = v.hints && r.relay[ada].text > 0
	return p
}

// response is what the relay says to a post: nothing, unless it is broken.
func (v revealing) response(r round) bool { return v.hints && r.opened() }
