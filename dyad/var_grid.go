package dyad

import "math"

// What is known of a step of the grid.
const (
	varHasA  uint8 = 1
	varHasB  uint8 = 2
	varBoth  uint8 = 3
	varFirst uint8 = 4 // the first step of a block
)

// varGrid is a series on equal steps, each partner centred and scaled to
// variance one; it begins and ends every block with an answer.
type varGrid struct {
	y       [][2]float64
	mask    []uint8
	first   int // where the block that is being filled begins
	step    float64
	centre  [2]float64
	scale   [2]float64
	nobs    int
	dropped []Dropped
}

// varSlack is how far from a multiple of the step a time may be, in steps.
const varSlack = 0.01

func newVARGrid(s Series, o VAROptions) (*varGrid, error) {
	if err := s.check(); err != nil {
		return nil, err
	}
	if o.Blocks != nil && len(o.Blocks) != len(s.T) {
		return nil, badInput("the blocks are not as long as the series", "give one block id a row")
	}
	g := &varGrid{step: o.Step}
	if err := g.standard(s); err != nil {
		return nil, err
	}
	if g.step == 0 {
		g.step = varSmallestGap(s.T, o.Blocks)
	}
	if !(g.step > 0) || math.IsInf(g.step, 0) {
		return nil, badInput("there are no two rows in one block", "give at least two rows a block, or no blocks")
	}
	return g, g.fill(s, o.Blocks)
}

func varSmallestGap(t []float64, blocks []int) float64 {
	gap := math.Inf(1)
	for i := 1; i < len(t); i++ {
		if blocks == nil || blocks[i] == blocks[i-1] {
			gap = min(gap, t[i]-t[i-1])
		}
	}
	return gap
}

// standard finds each partner's mean and standard deviation.
func (g *varGrid) standard(s Series) error {
	for p, y := range [2][]float64{s.A, s.B} {
		mean, sd, n := moments(y)
		switch name := "AB"[p : p+1]; {
		case n == 0:
			return badInput("no answer of "+name+" is there", "give both partners' answers")
		case sd <= 1e-12*math.Abs(mean) || sd == 0:
			return badInput("all answers of "+name+" are the same", "what never changes cannot follow anything; leave this couple out")
		}
		g.centre[p], g.scale[p] = mean, sd
		g.nobs += n
	}
	return nil
}

// moments are the mean and the standard deviation (divided by n) of what is
// there, safe for huge and tiny values.
func moments(y []float64) (mean, sd float64, n int) {
	for _, v := range y {
		if !math.IsNaN(v) {
			n++
			mean += (v - mean) / float64(n)
		}
	}
	big := 0.0
	for _, v := range y {
		if !math.IsNaN(v) {
			big = max(big, math.Abs(v-mean))
		}
	}
	if big == 0 || n == 0 {
		return mean, 0, n
	}
	ss := 0.0
	for _, v := range y {
		if !math.IsNaN(v) {
			ss += (v - mean) / big * ((v - mean) / big)
		}
	}
	return mean, big * math.Sqrt(ss/float64(n)), n
}

// fill puts the rows on the grid.
func (g *varGrid) fill(s Series, blocks []int) error {
	seen, empty, origin := map[int]bool{}, 0, 0.0
	begun := false
	for i, t := range s.T {
		if i == 0 || blocks != nil && blocks[i] != blocks[i-1] {
			if blocks != nil && seen[blocks[i]] {
				return badRow(i, "a block goes on after another one began", "sort the rows by block, or give each stretch its own id")
			}
			if blocks != nil {
				seen[blocks[i]] = true
			}
			begun = false
		}
		m := varMask(s.A[i], s.B[i])
		if m == 0 {
			empty++
		}
		if !begun {
			if begun = m != 0; begun {
				origin = t
				g.first = len(g.mask)
				g.put(s, i, m|varFirst)
			}
			continue
		}
		if err := g.reach(i, origin, t, m); err != nil {
			return err
		}
		if m != 0 {
			g.put(s, i, m)
		}
	}
	if empty > 0 {
		g.dropped = append(g.dropped, Dropped{"neither partner answered", empty})
	}
	return nil
}

// reach adds rows without answers up to time t of row i. A row without answers
// of its own adds nothing yet: only a later answer makes it count.
func (g *varGrid) reach(i int, origin, t float64, m uint8) error {
	k := (t - origin) / g.step
	if math.Abs(k-math.Round(k)) > varSlack {
		return badRow(i, "the time is not a whole number of steps after the first", "give the step, or fit continuous time (ou)")
	}
	if m == 0 {
		return nil
	}
	missing := int(math.Round(k)) - (len(g.mask) - g.first)
	if missing < 0 {
		return badRow(i, "two rows fall on one step", "give a smaller step, or merge them")
	}
	if missing > 100_000 {
		return badRow(i, "a gap of more than 100,000 steps", "give the step, use blocks, or fit continuous time (ou)")
	}
	for range missing {
		g.y, g.mask = append(g.y, [2]float64{}), append(g.mask, 0)
	}
	return nil
}

func (g *varGrid) put(s Series, i int, m uint8) {
	var y [2]float64
	if m&varHasA != 0 {
		y[0] = (s.A[i] - g.centre[0]) / g.scale[0]
	}
	if m&varHasB != 0 {
		y[1] = (s.B[i] - g.centre[1]) / g.scale[1]
	}
	g.y, g.mask = append(g.y, y), append(g.mask, m)
}

func varMask(a, b float64) (m uint8) {
	if !math.IsNaN(a) {
		m = varHasA
	}
	if !math.IsNaN(b) {
		m |= varHasB
	}
	return m
}

// canonical names the partners so that the fit does not depend on which of
// them came first: A is the one who has the smaller value where they first
// differ. It says whether it swapped them.
func (g *varGrid) canonical() bool {
	for i, y := range g.y {
		m := g.mask[i] & varBoth
		if m == 0 || m == varBoth && y[0] == y[1] {
			continue
		}
		if m == varHasA || m == varBoth && y[0] < y[1] {
			return false
		}
		break
	}
	for i, m := range g.mask {
		g.y[i][0], g.y[i][1] = g.y[i][1], g.y[i][0]
		g.mask[i] = m&varFirst | m&varHasA<<1 | m&varHasB>>1
	}
	g.centre[0], g.centre[1] = g.centre[1], g.centre[0]
	g.scale[0], g.scale[1] = g.scale[1], g.scale[0]
	return true
}
