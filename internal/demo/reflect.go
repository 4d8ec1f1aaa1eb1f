package demo

import (
	"context"
	"math"
	"math/rand/v2"

	"pleach/internal/content"
)

// tends is where somebody's answers lie in each part of a reflection, first
// twelve weeks ago and then now.
var tends = [2]map[string][2]float64{
	{ // Ada
		"security": {66, 74}, "trust": {70, 78}, "reliability": {50, 68}, "predictability": {38, 58}, "nurturance": {60, 70}, "guidance": {48, 55},
		"together": {50, 68}, "room": {40, 56}, "reaching": {58, 46}, "guarding": {52, 44}, "fixing": {40, 34}, "saved": {34, 30},
	},
	{ // Noor
		"security": {70, 74}, "trust": {76, 80}, "reliability": {66, 70}, "predictability": {62, 64}, "nurturance": {44, 62}, "guidance": {60, 66},
		"together": {58, 66}, "room": {62, 60}, "reaching": {44, 40}, "guarding": {38, 36}, "fixing": {58, 42}, "saved": {30, 28},
	},
}

// reflect answers every sentence of a reflection about as that person tends to,
// so many weeks ago. The week when it got loud leaves a dent in the needs.
func (c *couple) reflect(ctx context.Context, l *life, scale string, ago, who int) error {
	s, _ := content.English().Shelf().Scale(scale)
	r := rand.New(rand.NewPCG(c.Seed+uint64(who), uint64(ago)<<8+uint64(len(s.Items))))
	said := map[string]int{}
	part := float64(Weeks-ago) / Weeks
	for _, item := range s.Items {
		ends := tends[who][item.Part]
		level := ends[0] + (ends[1]-ends[0])*part + 6*r.NormFloat64()
		if scale == "needs" && ago == 5 {
			level -= 16
		}
		if item.Reverse {
			level = 100 - level
		}
		said[item.ID] = int(math.Round(min(max(level, 2), 98)))
	}
	return l.p().Reflect(ctx, scale, said)
}
