package model

import "fmt"

// Leaving, removing a device, and changing the key, all at once: Ada and Noor
// with two devices each in one space.
const (
	phone  = 0 // Ada's
	laptop = 1 // Ada's, the one that may be lost
	mobile = 2 // Noor's
	tablet = 3 // Noor's
)

var devices = [4]string{"Ada's phone", "Ada's laptop", "Noor's mobile", "Noor's tablet"}

// maxCommits bounds every scope; sets of commits are bits of a byte.
const maxCommits = 7

func owner(d int) int { return d / 2 }

// commit begins an epoch. Members are generations of member keys; 0 is out.
type commit struct {
	parent  int8
	by      int8    // the device that made it, and so knows its key
	gen     int8    // of the member key that signed it
	members [2]int8 // Ada's and Noor's generation of now
	handsOn bool    // the key before it is in it
	removes bool    // it ends the laptop's chain
}

// leaving is the space, as the relay and four devices have it.
type leaving struct {
	n       int8
	commits [maxCommits]commit
	relay   int8    // the newest commit of the relay's own chain
	head    [4]int8 // the newest commit that a device has accepted
	has     [4]uint8
	gens    [4]uint8 // member keys of its person that a device has, as bits

	written uint8 // epochs that hold somebody's words
	alone   uint8 // those written under by a device that knew Noor had left
	safe    uint8 // those written under by a device that knew of the renewal
	wrote   int8  // the epoch of the step's words, -1 for none
	writer  int8
}

// changes says how large the scope is, and what is broken on purpose.
type changes struct {
	commits int  // at most, with the first
	forks   bool // the server shows each device any branch, and takes any commit

	// Mutants.
	keepsKey    bool // nobody rotates after a commit by somebody who is out
	removesOnly bool // a lost laptop is removed, and keys are not renewed
	handsToAll  bool // the next key is wrapped to whoever was in before, too
	byNumber    bool // a client takes a commit by its number alone
	forgets     bool // renewed keys take the place of those before, without history
	needsBoth   bool // leaving waits until the other has seen everything
	noRotation  bool // the one who must rotate may not
}

func (c changes) start() leaving {
	s := leaving{n: 1, wrote: -1}
	s.commits[0] = commit{parent: -1, by: phone, gen: 1, members: [2]int8{1, 1}}
	for d := range devices {
		s.gens[d], s.has[d] = 1<<1, 1
	}
	return s
}

// wrapped reports whether a member key of a device opens the commit's key.
func (c changes) wrapped(s leaving, d int, i int8) bool {
	m := s.commits[i].members[owner(d)]
	for at := s.commits[i].parent; c.handsToAll && m == 0 && at >= 0; at = s.commits[at].parent {
		m = s.commits[at].members[owner(d)]
	}
	return m > 0 && s.gens[d]&(1<<m) != 0
}

// opens is every epoch whose key whoever holds the device d finds in all that
// the server has. Commits stand after what they follow, so one pass is enough.
func (c changes) opens(s leaving, d int) (mask uint8) {
	for i := s.n - 1; i >= 0; i-- {
		k := s.commits[i]
		if c.wrapped(s, d, i) || int(k.by) == d {
			mask |= 1 << i
		}
		if mask&(1<<i) != 0 && k.handsOn {
			mask |= 1 << k.parent
		}
	}
	return mask
}

func (s leaving) depth(i int8) (n int) {
	for ; s.commits[i].parent >= 0; i = s.commits[i].parent {
		n++
	}
	return n
}

// chain is the commits up to the i-th.
func (s leaving) chain(i int8) (mask uint8) {
	for ; i >= 0; i = s.commits[i].parent {
		mask |= 1 << i
	}
	return mask
}

// in reports whether a device can write under the newest epoch it has accepted.
func (s leaving) in(d int) bool {
	m := s.commits[s.head[d]].members[owner(d)]
	return m > 0 && s.gens[d]&(1<<m) != 0
}

// stale: the newest epoch's author is not in it.
func (s leaving) stale(i int8) bool {
	k := s.commits[i]
	return i > 0 && k.members[owner(int(k.by))] != k.gen
}

func (s leaving) knows(d int, what func(commit) bool) bool {
	for i := range s.n {
		if s.has[d]&(1<<i) != 0 && what(s.commits[i]) {
			return true
		}
	}
	return false
}

func noorIsOut(k commit) bool { return k.members[noor] == 0 }

func (c changes) next(s leaving) (out []step[leaving]) {
	s.wrote, s.writer = -1, 0
	for d := range devices {
		out = append(out, c.accept(s, d)...)
		if s.in(d) {
			out = append(out, c.write(s, d)...)
			out = append(out, c.change(s, d)...)
		}
		if all := s.gens[d^1]; d != laptop && s.gens[d] != all && s.gens[d]|all != s.gens[d] {
			n := s
			n.gens[d] |= all
			out = append(out, step[leaving]{devices[d] + " gets the renewed keys", n, true})
		}
	}
	return out
}

// accept is a pull of commits: one that follows, from the relay's own chain or,
// when it forks, from any.
func (c changes) accept(s leaving, d int) (out []step[leaving]) {
	for i := int8(0); i < s.n; i++ {
		k := s.commits[i]
		follows := k.parent == s.head[d] || c.byNumber && s.depth(i) == s.depth(s.head[d])+1
		fair := s.chain(s.relay)&(1<<i) != 0
		if !follows || !fair && !c.forks {
			continue
		}
		n := s
		n.head[d], n.has[d] = i, n.has[d]|1<<i
		out = append(out, step[leaving]{fmt.Sprintf("%s accepts commit %d", devices[d], i), n, fair})
	}
	return out
}

func (c changes) write(s leaving, d int) []step[leaving] {
	at := s.head[d]
	if s.stale(at) && !c.keepsKey {
		return nil // it rotates first
	}
	n := s
	n.wrote, n.writer = at, int8(d)
	n.written |= 1 << at
	if s.knows(d, noorIsOut) {
		n.alone |= 1 << at
	}
	if s.knows(d, func(k commit) bool { return k.removes && (k.members[ada] > 1 || c.removesOnly) }) {
		n.safe |= 1 << at
	}
	return []step[leaving]{{fmt.Sprintf("%s writes under epoch %d", devices[d], at), n, true}}
}

// change is every commit that a device may make.
func (c changes) change(s leaving, d int) (out []step[leaving]) {
	head := s.head[d]
	k := commit{parent: head, by: int8(d), gen: s.commits[head].members[owner(d)], members: s.commits[head].members, handsOn: true}
	k.removes = s.commits[head].removes
	if !(c.noRotation && s.stale(head)) {
		out = append(out, c.put(s, d, k, " changes the key")...)
	}
	if owner(d) == noor && k.members[ada] > 0 && !(c.needsBoth && s.head[phone] != s.relay) {
		leave := k
		leave.members[noor], leave.handsOn = 0, false
		out = append(out, c.put(s, d, leave, " leaves for Noor")...)
	}
	if d == phone && k.members[ada] == 1 {
		renew := k
		renew.removes = true
		if !c.removesOnly {
			renew.members[ada] = 2
		}
		renew.handsOn = !c.forgets
		out = append(out, c.put(s, d, renew, " removes Ada's laptop and renews her keys")...)
	}
	return out
}

// put is compare-and-set: what follows the relay's newest commit, or, with a
// server that forks, anything.
func (c changes) put(s leaving, d int, k commit, says string) []step[leaving] {
	fair := k.parent == s.relay
	if int(s.n) >= c.commits || !fair && !c.forks {
		return nil
	}
	n, i := s, s.n
	n.commits[i], n.n = k, i+1
	n.head[d], n.has[d] = i, n.has[d]|1<<i
	if fair {
		n.relay = i
	}
	if m := k.members[owner(d)]; m > 0 {
		n.gens[d] |= 1 << m
		if c.forgets && m > k.gen {
			n.gens[d] = 1 << m
		}
	}
	return []step[leaving]{{fmt.Sprintf("%s%s: commit %d after %d", devices[d], says, i, k.parent), n, fair}}
}
