package dyad

// StateCorrelation is state.cor, the stationary correlation of the two states
// at the same instant, of P∞: how far the partners' moods are together, free
// of measurement error, however they came to be so. Its interval is on
// Fisher's z.
//
// Where answers are as rare as moods are fast, it is far better known than the
// innovations' correlation, which needs to tell what happened to both at once
// from what one took over from the other.
func (f *OUFit) StateCorrelation() Param {
	return f.say([]ouQuantity{f.stateCorrelation()})[0]
}

func (f *OUFit) stateCorrelation() ouQuantity {
	m, _ := f.space.model(&f.at)
	return ouQuantity{name: "state.cor", value: m.rho, point: ouPoint{ouTogether: 1 - m.rho*m.rho}, scale: ouFisherScale}
}
