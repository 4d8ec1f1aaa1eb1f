package dyad

// The covariances of a VAR's Kalman filter depend on which answers were there
// since the last complete row, not on what they said. Rows with the same such
// history share one node of a tree, so covariances, gains and all their
// derivatives are computed once a history; for complete data there are two.

// varLags, varScales … are the places of the parameters that are climbed:
// Φ row by row, log standard deviations and atanh correlation of the
// innovations, and the means. Covariances depend on the first varCov of them.
const (
	varScaleA = 4
	varScaleB = 5
	varAtanh  = 6
	varCov    = 7
	varMeanA  = 7
	varAll    = 9
)

// varNode is what is predicted after a history: the state's covariance, and
// its derivatives.
type varNode struct {
	p     varSym
	dp    [varCov]varSym
	event [4]int32 // by the answers that come next; -1: did not happen
}

// The first two nodes are the stationary start and a complete row before.
const (
	varStationaryNode = 0
	varKnownNode      = 1
)

// varEvent is an update: at a node, certain answers came. next is the node
// that it leads to.
type varEvent struct {
	node, next int32
	mask       uint8
	count      float64
	vv         varSym // sum of squares and product of the surprises

	// One answer: its variance, the other's gain and remaining variance.
	f, gain, rest    float64
	df, dgain, drest [varCov]float64

	// Two answers: the inverse covariance W, log determinant, and W·dP·W.
	w      varSym
	logDet float64
	wdw    [varCov]varSym
	trace  [varCov]float64
}

// varVisit is a row that the filter has to pass through. Rows that are
// complete after a complete row are not: their moments suffice.
type varVisit struct {
	row   int32
	event int32
	from  varFrom
}

type varFrom uint8

const (
	varFromStart varFrom = iota // a block begins
	varFromKnown                // the row before is complete
	varFromState                // the filter's own prediction
)

// varKnownEvent is the event of complete rows after complete rows.
const varKnownEvent = 0

// newVARLikelihood sorts the rows of a grid into visits and moments.
func newVARLikelihood(g *varGrid) *varLikelihood {
	l := &varLikelihood{y: g.y}
	l.addNode()
	l.addNode()
	l.event(varKnownNode, varBoth)
	node := int32(varStationaryNode)
	for i, m := range g.mask {
		from := varFromState
		switch {
		case m&varFirst != 0:
			node, from = varStationaryNode, varFromStart
		case node == varKnownNode:
			from = varFromKnown
		}
		e := l.event(node, m&varBoth)
		l.events[e].count++
		if e == varKnownEvent {
			l.known.add(g.y[i-1], g.y[i])
		} else {
			l.visits = append(l.visits, varVisit{int32(i), e, from})
		}
		node = l.events[e].next
	}
	return l
}

func (l *varLikelihood) addNode() int32 {
	l.nodes = append(l.nodes, varNode{event: [4]int32{-1, -1, -1, -1}})
	return int32(len(l.nodes) - 1)
}

// event finds or makes the event of answers at a node, with where it leads.
func (l *varLikelihood) event(node int32, mask uint8) int32 {
	if e := l.nodes[node].event[mask]; e >= 0 {
		return e
	}
	e := int32(len(l.events))
	l.nodes[node].event[mask] = e
	l.events = append(l.events, varEvent{node: node, mask: mask, next: varKnownNode})
	if mask != varBoth {
		l.events[e].next = l.addNode()
	}
	return e
}

// varMoments are sums over pairs of complete rows, x before and y after.
type varMoments struct {
	n      float64
	x, y   [2]float64
	xx, yy varSym
	yx     [2][2]float64
}

func (m *varMoments) add(x, y [2]float64) {
	m.n++
	for i := range 2 {
		m.x[i] += x[i]
		m.y[i] += y[i]
		for j := range 2 {
			m.yx[i][j] += y[i] * x[j]
		}
	}
	m.xx[0], m.xx[1], m.xx[2] = m.xx[0]+x[0]*x[0], m.xx[1]+x[0]*x[1], m.xx[2]+x[1]*x[1]
	m.yy[0], m.yy[1], m.yy[2] = m.yy[0]+y[0]*y[0], m.yy[1]+y[0]*y[1], m.yy[2]+y[1]*y[1]
}

// about is the same with c as the origin of both.
func (m *varMoments) about(c [2]float64) (s varMoments) {
	s.n = m.n
	for i := range 2 {
		s.x[i], s.y[i] = m.x[i]-m.n*c[i], m.y[i]-m.n*c[i]
		for j := range 2 {
			s.yx[i][j] = m.yx[i][j] - m.y[i]*c[j] - c[i]*m.x[j] + m.n*c[i]*c[j]
		}
	}
	for k, ij := range [3][2]int{{0, 0}, {0, 1}, {1, 1}} {
		i, j := ij[0], ij[1]
		s.xx[k] = m.xx[k] - m.x[i]*c[j] - c[i]*m.x[j] + m.n*c[i]*c[j]
		s.yy[k] = m.yy[k] - m.y[i]*c[j] - c[i]*m.y[j] + m.n*c[i]*c[j]
	}
	return s
}
