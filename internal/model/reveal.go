package model

// The blind reveal: Ada answers honestly, and Noor may be curious.
const (
	ada  = 0
	noor = 1
)

var names = [2]string{"Ada", "Noor"}

// revealing says who takes part, and what is broken on purpose.
type revealing struct {
	strict        [2]bool // whose answers go out without their wrap
	curious       bool    // Noor reads whatever she can get
	curiousServer bool    // it gives anybody anything that it has, at any time

	// Mutants.
	releasesEarly bool // a device releases its key before all answers are in
	takesSecond   bool // a client lets a second answer replace the first
	uncommitted   bool // a client does not check a key against the commitment
	opensForOne   bool // the relay puts an answer into the stream at once
	hints         bool // the relay tells that somebody waits
	neverReleases bool // a strict device keeps its key for itself
}

// posted is an answer as the relay and other devices hold it.
type posted struct {
	text int8 // 0: none; what the commitment fixes
	wrap bool // its content key is with it
	late bool // chosen by somebody who had read the other's
}

// round is one gate.
type round struct {
	wrote  [2]posted    // on the author's device
	relay  [2]posted    // as the relay has it
	held   [2][2]posted // held[p][q]: p's device has q's answer from the stream
	shown  [2]int8      // what p's device opened as the other's
	has    posted       // what curious Noor got past her client, of Ada's
	read   bool         // Noor has opened Ada's answer
	sent   [2]bool      // p's device has released its key
	keyIn  [2]bool      // and the relay has it
	tricks int8         // second answers of a curious Noor
}

func (r round) opened() bool { return r.relay[ada].text > 0 && r.relay[noor].text > 0 }

// fixed: Noor's answer can no longer be another. A server that helps her could
// still put another in its place until Ada's device has it; her own device signs
// one alone.
func (v revealing) fixed(r round) bool {
	helped := v.curious && v.curiousServer
	return r.held[ada][noor].text > 0 || !helped && r.relay[noor].text > 0
}

func (v revealing) system() system[round] {
	y := system[round]{begin: []round{{}}, next: v.next}
	y.rules = []rule[round]{
		{"no answer is opened before the reader's own is fixed", func(_, r round) bool { return !r.read || v.fixed(r) }},
		{"no answer is chosen after the other was read", func(_, r round) bool { return !r.held[ada][noor].late }},
		{"an answer that is in does not change", func(a, b round) bool {
			return a.held[ada][noor].text == 0 || a.held[ada][noor].text == b.held[ada][noor].text
		}},
		{"what opens is what was fixed", func(_, r round) bool {
			return r.shown[ada] == 0 || r.shown[ada] == r.held[ada][noor].text
		}},
	}
	if !v.curious && !v.curiousServer {
		y.promises = []promise[round]{{"both open in the end", nil, func(r round) bool {
			return r.shown[ada] > 0 && r.shown[noor] > 0
		}}}
	}
	return y
}

func (v revealing) next(r round) []step[round] {
	var out []step[round]
	for p := range names {
		out = append(out, v.device(r, p)...)
		out = append(out, v.deliveries(r, p)...)
	}
	if v.curious {
		out = append(out, v.curiosity(r)...)
	}
	return out
}

// device is what an honest device of p does by itself.
func (v revealing) device(r round, p int) (out []step[round]) {
	if r.wrote[p].text == 0 {
		for text := int8(1); text <= 2; text++ {
			n := r
			n.wrote[p] = posted{text, !v.strict[p], p == noor && r.read}
			out = append(out, step[round]{names[p] + " writes an answer", n, true})
		}
		return out
	}
	if r.relay[p].text == 0 {
		n := r
		n.relay[p] = r.wrote[p]
		out = append(out, step[round]{names[p] + "'s device posts it", n, true})
	}
	complete := r.held[p][ada].text > 0 && r.held[p][noor].text > 0 || v.releasesEarly && r.relay[p].text > 0
	if v.strict[p] && complete && !r.sent[p] && !v.neverReleases {
		n := r
		n.sent[p] = true
		out = append(out, step[round]{names[p] + "'s device releases its key", n, true})
	}
	if r.sent[p] && !r.keyIn[p] {
		n := r
		n.keyIn[p], n.relay[p].wrap = true, true
		out = append(out, step[round]{"the relay gets " + names[p] + "'s key", n, true})
	}
	return out
}

// deliveries is what p's client gets from the stream and opens.
func (v revealing) deliveries(r round, p int) (out []step[round]) {
	for q := range names {
		is := r.relay[q]
		if is.text == 0 || !(r.opened() || v.curiousServer || v.opensForOne) {
			continue
		}
		if h := r.held[p][q]; h.text == 0 || h.text != is.text && v.takesSecond {
			n := r
			n.held[p][q] = is
			out = append(out, step[round]{names[p] + "'s device gets " + names[q] + "'s answer", n, true})
		} else if h.text == is.text && is.wrap && !h.wrap {
			n := r
			n.held[p][q].wrap = true
			out = append(out, step[round]{names[p] + "'s device gets " + names[q] + "'s key", n, true})
		}
	}
	other := 1 - p
	if h := r.held[p][other]; h.wrap && r.held[p][p].text > 0 && r.shown[p] == 0 {
		n := r
		n.shown[p] = h.text
		n.read = n.read || p == noor
		out = append(out, step[round]{names[p] + " reads " + names[other] + "'s answer", n, true})
		if v.uncommitted && p == ada && v.curious {
			n.shown[p] = 3 - h.text
			out = append(out, step[round]{"another key of Noor's opens another text for Ada", n, false})
		}
	}
	return out
}

// curiosity is what Noor does with a client of her own making.
func (v revealing) curiosity(r round) (out []step[round]) {
	if v.curiousServer && r.relay[ada].text > 0 && r.has != r.relay[ada] {
		n := r
		n.has = r.relay[ada]
		out = append(out, step[round]{"Noor takes Ada's answer from the server's data", n, false})
	}
	if (r.has.wrap || r.held[noor][ada].wrap) && !r.read {
		n := r
		n.read = true
		out = append(out, step[round]{"Noor opens Ada's answer with the space's key", n, false})
	}
	if r.tricks < 2 && r.wrote[noor].text > 0 {
		n := r
		n.tricks++
		n.wrote[noor] = posted{3 - r.wrote[noor].text, true, r.read}
		if r.relay[noor].text > 0 && v.curiousServer { // an honest relay says gate_answered
			n.relay[noor] = n.wrote[noor]
		}
		out = append(out, step[round]{"Noor puts another answer in the place of hers", n, false})
	}
	return out
}
