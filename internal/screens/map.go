package screens

import (
	"strconv"

	"pleach/internal/screens/chart"
)

// MapView is what the data say: about oneself, and about the two.
type MapView struct {
	Me      Person
	Partner *Person
	Pleach  PleachView
	Plane   PlaneView
	Needs   []SideView // over the last weeks; empty before the first look
	Rhythm  RhythmView
	Ours    OursView
	Leaves  []LeafView // agreements that were looked back at, oldest first
}

// RhythmView is somebody's own rhythm, on their device alone.
type RhythmView struct {
	More  int // days still to come before there is enough; then the rest is empty
	Moods int // it was worked out from
	Days  int
	Parts []PartView // of the day, in order
	Says  []Saying
}

// PartView is a part of the day over the week: seven places from Monday on,
// each 0 to 100, or -1 where there is too little to say.
type PartView struct {
	Part string // "morning"
	Days [7]int
}

// Saying is a sentence: its key under "rhythm.", and its values in pairs.
type Saying struct {
	Key    string
	Values []string
}

// OursView is what can be said of two people's moods. State names its words
// under "ours.".
type OursView struct {
	State                                       string // "alone", "off", "waits", "sealed", or a kind of bond's answer
	Days, Pairs, MoreDays, MorePairs, NeedPairs int
	Until                                       string // in words
	One, Two                                    Person
	Link                                        RangeView
	OneFirst, TwoFirst                          RangeView // for the state "follow"
	Threads                                     ThreadsView
}

// RangeView is an estimate between -1 and 1 with its interval; Words name the
// three under "ours.size.".
type RangeView struct {
	Est, Lo, Hi                float64
	EstWords, LoWords, HiWords string
}

// ThreadsView is two people's moods: day by day as threads, 0 to 100 with NaN
// for days between which there is nothing, and week by week in words.
type ThreadsView struct {
	One, Two []float64
	Weeks    []ThreadWeek
}

// ThreadWeek is a week of both, 0 to 100, or -1.
type ThreadWeek struct {
	Title    string
	One, Two int
}

// ShareMoodView explains a standing consent before it is given, or ended.
type ShareMoodView struct {
	Partner Person
	State   string     // "off", "waits" or "on"
	Like    []MoodView // what a week looks like to the partner
}

// MoodView is one mood as the partner would see it.
type MoodView struct {
	When string
	Mood int
}

// What the threads are drawn into.
const (
	threadsWidth  = 640
	threadsHeight = 200
)

func (v ThreadsView) drawing() drawing {
	return drawing{"0 0 640 200", "stems threads", chart.Threads(v.One, v.Two, threadsWidth, threadsHeight)}
}

// leastField keeps small differences between the places of a field small.
const leastField = 24

// seedSize is how large a place's mood is drawn: from small for the heaviest of
// the field to large for the brightest.
func (v RhythmView) seedSize(mood int) string {
	low, high := 100, 0
	for _, p := range v.Parts {
		for _, m := range p.Days {
			if m >= 0 {
				low, high = min(low, m), max(high, m)
			}
		}
	}
	half := float64(max(high-low, leastField)) / 2
	at := (float64(mood) - float64(low+high)/2) / half // from -1 to 1
	return strconv.FormatFloat(5.25+2.75*at, 'f', 1, 64)
}

func moodWords(t Text, mood int) string { return axis{"mood", mood}.worded(t) }

// at is where a value from -1 to 1 stands on a line from 8 to 112.
func (RangeView) at(v float64) string { return strconv.Itoa(60 + int(min(max(v, -1), 1)*52)) }

func (v RangeView) span() string { return "M" + v.at(v.Lo) + " 8H" + v.at(v.Hi) }
