package dyad

import (
	"fmt"
	"math"
)

// Pairs is many couples asked once, long: a row a person. Rows may come in any
// order; the partner effects are made from the couple's other row.
type Pairs struct {
	// Couple says whose row it is: any whole numbers.
	Couple []int

	// Role is 0 or 1, one of each in a couple. Where nothing tells the partners
	// apart it may be nil, or any two numbers: it is not looked at.
	Role []int

	// Y is the outcome, NaN where missing.
	Y []float64

	// X are the predictors, a column each, as long as Y, NaN where missing.
	X [][]float64

	// Names are the predictors' names; nil means x1, x2 and so on.
	Names []string

	// RoleNames end the names of parameters that a role has for itself; empty
	// means "a" and "b".
	RoleNames [2]string
}

// apimCouple is a couple's two rows, -1 where there is none, and which of them
// can be used.
type apimCouple struct {
	row    [2]int
	usable [2]bool
}

// apimData is [Pairs] checked and paired.
type apimData struct {
	Pairs
	couples      []apimCouple
	rows, paired int // usable persons, and couples of two such
	kept         int // couples with a usable person
	dropped      []Dropped
}

var apimWhy = [...]string{"no row of the partner", "no answer in the outcome", "an own predictor is missing", "a predictor of the partner is missing"}

// readPairs checks the columns and finds every person's partner.
func readPairs(d Pairs, exchangeable bool) (*apimData, error) {
	if err := d.checkShape(exchangeable); err != nil {
		return nil, err
	}
	d.fillNames()
	if err := d.checkNumbers(); err != nil {
		return nil, err
	}
	a := &apimData{Pairs: d}
	if err := a.pair(exchangeable); err != nil {
		return nil, err
	}
	a.choose()
	return a, nil
}

func (d *Pairs) checkShape(exchangeable bool) error {
	n := len(d.Y)
	switch {
	case n == 0:
		return badInput("there are no rows", "give a row a person, two a couple")
	case len(d.Couple) != n:
		return badInput("the columns have different lengths", "give a couple's id for every row")
	case d.Role == nil && !exchangeable:
		return badInput("the roles are missing", "give a role of 0 or 1 for every row, or fit exchangeable partners")
	case d.Role != nil && len(d.Role) != n:
		return badInput("the columns have different lengths", "give a role for every row")
	case d.Names != nil && len(d.Names) != len(d.X):
		return badInput("predictors and names differ in number", "name every predictor once")
	}
	for _, x := range d.X {
		if len(x) != n {
			return badInput("the columns have different lengths", "give every predictor for every row, NaN where it is missing")
		}
	}
	return nil
}

func (d *Pairs) fillNames() {
	if d.Names == nil {
		for i := range d.X {
			d.Names = append(d.Names, fmt.Sprintf("x%d", i+1))
		}
	}
	for i, name := range [2]string{"a", "b"} {
		if d.RoleNames[i] == "" {
			d.RoleNames[i] = name
		}
	}
}

func (d *Pairs) checkNumbers() error {
	for i, y := range d.Y {
		if math.IsInf(y, 0) {
			return badRow(i, "the outcome is infinite", "leave it out as missing")
		}
		for j, x := range d.X {
			if math.IsInf(x[i], 0) {
				return badRow(i, d.Names[j]+" is infinite", "leave it out as missing")
			}
		}
	}
	return nil
}

// pair puts the rows of every couple side by side, couples in the order in
// which they appear.
func (a *apimData) pair(exchangeable bool) error {
	at := map[int]int{}
	for i, id := range a.Couple {
		c, ok := at[id]
		if !ok {
			c = len(a.couples)
			at[id], a.couples = c, append(a.couples, apimCouple{row: [2]int{-1, -1}})
		}
		slot, err := a.slot(&a.couples[c], i, exchangeable)
		if err != nil {
			return err
		}
		a.couples[c].row[slot] = i
	}
	return nil
}

func (a *apimData) slot(c *apimCouple, i int, exchangeable bool) (int, error) {
	slot := 0
	if exchangeable {
		if c.row[0] >= 0 {
			slot = 1
		}
	} else if slot = a.Role[i]; slot != 0 && slot != 1 {
		return 0, badRow(i, fmt.Sprintf("the role is %d", slot), "number the two roles 0 and 1")
	}
	if c.row[slot] >= 0 {
		if exchangeable {
			return 0, badRow(i, "the couple has a third row", "keep one row for each of the two partners")
		}
		return 0, badRow(i, "the couple has this role twice", "keep one row for each of the two partners, or give the roles right")
	}
	return slot, nil
}

// choose marks the rows that have the outcome and both partners' predictors,
// and counts the others by the first reason.
func (a *apimData) choose() {
	var counts [len(apimWhy)]int
	for i := range a.couples {
		c := &a.couples[i]
		for s := range 2 {
			if c.row[s] < 0 {
				continue
			}
			if why := a.unusable(c.row[s], c.row[1-s]); why >= 0 {
				counts[why]++
			} else {
				c.usable[s] = true
				a.rows++
			}
		}
		if c.usable[0] && c.usable[1] {
			a.paired++
		}
		if c.usable[0] || c.usable[1] {
			a.kept++
		}
	}
	for why, n := range counts {
		if n > 0 {
			a.dropped = append(a.dropped, Dropped{apimWhy[why], n})
		}
	}
}

// unusable is a reason's number, or -1. Without predictors nobody needs a
// partner's row.
func (a *apimData) unusable(own, other int) int {
	if other < 0 && len(a.X) > 0 {
		return 0
	}
	if math.IsNaN(a.Y[own]) {
		return 1
	}
	for _, x := range a.X {
		if math.IsNaN(x[own]) {
			return 2
		}
	}
	for _, x := range a.X {
		if math.IsNaN(x[other]) {
			return 3
		}
	}
	return -1
}
