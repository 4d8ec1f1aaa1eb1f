package bond

// Concern is what a private look at one's own safety comes to. It is worked
// out on the spot and is no event: neither the answers nor the concern are ever
// stored, sent or folded.
type Concern int

// The values of Concern.
const (
	NoConcern     Concern = iota
	SomeConcern           // something is not all right
	StrongConcern         // fear of injury, or control in more than one way
)

// Look weighs the questions that were answered with yes: 3 is danger, 2 fear
// or control, 1 a hint. Fear and injury count, conflict does not: there is no
// question about quarrels.
func Look(yes []int) Concern {
	grave := 0
	for _, weight := range yes {
		switch {
		case weight >= 3:
			return StrongConcern
		case weight == 2:
			grave++
		}
	}
	switch {
	case grave >= 2:
		return StrongConcern
	case len(yes) > 0:
		return SomeConcern
	}
	return NoConcern
}
