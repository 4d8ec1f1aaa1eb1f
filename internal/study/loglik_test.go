package study

import (
	"strings"
	"testing"

	"pleach/dyad"
)

// TestValuesMayBeGivenInThreeWays: as matrices, by single names, and as they
// were printed.
func TestValuesMayBeGivenInThreeWays(t *testing.T) {
	want := dyad.OUParams{Drift: [2][2]float64{{-.5, .15}, {.1, -.6}}, Diffusion: [2][2]float64{{1, .3}, {.3, 1.2}}, Mean: [2]float64{6, 5.5}, Noise: [2]float64{.25, .25}}
	for _, text := range []string{
		`{"A": [[-0.5, 0.15], [0.10, -0.6]], "Q": [[1, 0.3], [0.3, 1.2]], "mu": [6, 5.5], "R": 0.25}`,
		`{"params": {"drift": [-0.5, 0.15, 0.10, -0.6], "diffusion": [1, 0.3, 0.3, 1.2], "mean": [6, 5.5], "noise": 0.25}}`,
		`{"drift": [[-0.5, 0.15], [0.10, -0.6]], "diffusion": [[1, 0.3], [0.3, 1.2]], "mean": [6, 5.5], "noise": [0.25, 0.25]}`,
		`{"drift": [[-0.5, 0.15], [0.10, -0.6]], "diffusion": [[1, 0.3], [0.3, 1.2]], "mean": [6, 5.5], "noise": [[0.25, 0], [0, 0.25]]}`,
		`{"drift.aa": -0.5, "drift.ab": 0.15, "drift.ba": 0.1, "drift.bb": -0.6, "diffusion.aa": 1, "diffusion.ab": 0.3, "diffusion.bb": 1.2, "mean.a": 6, "mean.b": 5.5, "noise": [0.25, 0.25]}`,
		`{"model": "ou", "params": [{"name": "drift.aa", "estimate": -0.5}, {"name": "drift.ab", "estimate": 0.15}, {"name": "drift.ba", "estimate": 0.1}, {"name": "drift.bb", "estimate": -0.6}, {"name": "diffusion.aa", "estimate": 1}, {"name": "diffusion.ab", "estimate": 0.3}, {"name": "diffusion.bb", "estimate": 1.2}, {"name": "mean.a", "estimate": 6}, {"name": "mean.b", "estimate": 5.5}, {"name": "noise.a", "estimate": 0.25}, {"name": "noise.b", "estimate": 0.25}]}`,
	} {
		got, _, err := ReadOUParams(file(t, text))
		if err != nil || got != want {
			t.Errorf("%s is read as %v, %v", text, got, err)
		}
	}
	for text, want := range map[string]string{
		``:                                    "no JSON object",
		`{"drift": [[1, 2], 3]}`:              "“drift” has 3 numbers and needs 4",
		`{"drift": "x"}`:                      "“drift” is not made of numbers",
		`{"drift.ac": 1}`:                     "no parameter “drift.ac”",
		`{"mean": [1, 2]}`:                    "no value is given for diffusion.aa, diffusion.ab",
		`{"diffusion": [[1, 0.3], [0.4, 1]]}`: "diffusion is not symmetric",
		`{"drift.aa": null}`:                  "“drift.aa” is not made of numbers",
	} {
		if _, _, err := ReadOUParams(file(t, text)); err == nil || !strings.Contains(err.Error(), want) || !IsBadInput(err) {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
}
