package model

import (
	"fmt"
	"slices"
	"strings"
)

// step is one thing that happens.
type step[S comparable] struct {
	says string
	to   S
	// fair steps are those of honest people and a server that serves.
	fair bool
}

// rule must hold for every step, and with from = to for every beginning.
type rule[S comparable] struct {
	name  string
	holds func(from, to S) bool
}

// promise is what stays possible: from every state that can be reached, by
// fair steps alone that it allows (nil: all), to a state that is good.
type promise[S comparable] struct {
	name  string
	allow func(says string) bool
	good  func(S) bool
}

// system is a model: how it begins, what can happen, what must hold.
type system[S comparable] struct {
	begin    []S
	next     func(S) []step[S]
	rules    []rule[S]
	promises []promise[S]
}

// broken is a shortest story at the end of which a rule is broken.
type broken struct {
	rule  string
	story []string
}

func (b *broken) String() string {
	return fmt.Sprintf("%s is broken:\n  %s", b.rule, strings.Join(b.story, "\n  "))
}

// visit is how a state was first reached.
type visit[S comparable] struct {
	from  int
	says  string
	state S
}

// edge is a fair step between visits.
type edge struct {
	from int
	says string
}

// walk is what an exploration has seen.
type walk[S comparable] struct {
	seen  []visit[S]
	index map[S]int
	steps int
	back  map[int][]edge // fair steps, against their direction
}

// explore visits every state once, nearest first.
func (y system[S]) explore() (*walk[S], *broken) {
	w := &walk[S]{index: map[S]int{}, back: map[int][]edge{}}
	for _, s := range y.begin {
		w.visit(-1, "", s)
		if name := y.breaks(s, s); name != "" {
			return w, &broken{name, []string{"from the beginning"}}
		}
	}
	for i := 0; i < len(w.seen); i++ {
		from := w.seen[i].state
		for _, t := range y.next(from) {
			w.steps++
			if name := y.breaks(from, t.to); name != "" {
				return w, &broken{name, append(w.story(i), t.says)}
			}
			j := w.visit(i, t.says, t.to)
			if t.fair && len(y.promises) > 0 {
				w.back[j] = append(w.back[j], edge{i, t.says})
			}
		}
	}
	for _, p := range y.promises {
		if i := w.stuck(p); i >= 0 {
			return w, &broken{p.name, append(w.story(i), "and from here it can never be")}
		}
	}
	return w, nil
}

func (y system[S]) breaks(from, to S) string {
	for _, r := range y.rules {
		if !r.holds(from, to) {
			return r.name
		}
	}
	return ""
}

func (w *walk[S]) visit(from int, says string, s S) int {
	if i, ok := w.index[s]; ok {
		return i
	}
	i := len(w.seen)
	w.index[s] = i
	w.seen = append(w.seen, visit[S]{from, says, s})
	return i
}

// story is a shortest way to the i-th state.
func (w *walk[S]) story(i int) []string {
	var out []string
	for ; w.seen[i].from >= 0; i = w.seen[i].from {
		out = append(out, w.seen[i].says)
	}
	slices.Reverse(out)
	return out
}

// stuck finds the first state from which the promise cannot be kept, or -1.
func (w *walk[S]) stuck(p promise[S]) int {
	can := make([]bool, len(w.seen))
	var todo []int
	for i, v := range w.seen {
		if p.good(v.state) {
			can[i], todo = true, append(todo, i)
		}
	}
	for len(todo) > 0 {
		at := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		for _, e := range w.back[at] {
			if !can[e.from] && (p.allow == nil || p.allow(e.says)) {
				can[e.from], todo = true, append(todo, e.from)
			}
		}
	}
	return slices.Index(can, false)
}
