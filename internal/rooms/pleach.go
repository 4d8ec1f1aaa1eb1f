package rooms

import (
	"encoding/binary"
	"net/http"

	"pleach/internal/bond"
	"pleach/internal/screens"
	"pleach/internal/screens/chart"
)

func (v *visit) pleachRoom() error {
	f := v.frame(v.text.Say("grown.title"), screens.RoomMap)
	return v.show(http.StatusOK, f, screens.PleachPage(v.text, f, v.pleach(v.pair())))
}

// pleach is what has grown: out of one's own time, on this device alone, and
// out of what the two shared.
func (v *visit) pleach(pair pair) screens.PleachView {
	private, shared := v.p.Private(), v.p.Shared()
	view := screens.PleachView{Me: pair.me, Partner: pair.partner, Roots: private.Roots.Kinds}
	seed := v.p.SharedID()
	view.Growth = chart.Growth{Roots: private.Roots.N, Slot: pair.me.Slot, Alone: pair.partner == nil}
	if shared == nil {
		return view
	}
	view.Weft, view.Leaves = shared.Weft.Kinds, shared.Leaves.Kinds
	view.Growth.Weft, view.Growth.Leaves = shared.Weft.N, shared.Leaves.N
	if laid := v.laidCircles(); laid > 0 {
		view.Growth.Weft += laid
		view.Weft = append(view.Weft[:len(view.Weft):len(view.Weft)], "circles")
	}
	view.Growth.Seed = binary.BigEndian.Uint64(seed[:])
	return view
}

// laidCircles counts maps of a quarrel that were laid side by side.
func (v *visit) laidCircles() (n int) {
	for round, own := range v.p.Private().Rounds {
		if round.Session == bond.CycleSession && own.Posted && v.p.BothAnswered(round) {
			n++
		}
	}
	return n
}
