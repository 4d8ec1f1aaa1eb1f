package chart

import (
	"testing"

	"pgregory.net/rapid"
)

func TestATwigStaysInItsBoxWithALeafForEach(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := Plan{Width: rapid.Float64Range(200, 700).Draw(t, "width"), Height: rapid.Float64Range(60, 140).Draw(t, "height")}
		var buds []Bud
		for range rapid.IntRange(0, 40).Draw(t, "buds") {
			buds = append(buds, Bud{rapid.Float64Range(0, 1).Draw(t, "along"), rapid.SampledFrom([]float64{0, .5, 1}).Draw(t, "open")})
		}
		shapes := Twig(buds, p.Width, p.Height)
		if len(shapes) != len(buds)+1 {
			t.Fatalf("%d shapes for %d buds", len(shapes), len(buds))
		}
		for _, s := range shapes {
			inBox(t, s, p)
		}
	})
}
