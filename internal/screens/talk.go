package screens

import (
	"strconv"

	"pleach/internal/content"
)

// TalkView is one step of a guided talk.
type TalkView struct {
	ID         string
	Step       content.Step
	N, Of      int  // from 1
	OneDevice  bool // it lies on the table between the two
	One, Two   Person
	Turn       int // 1 or 2: the slot of whose turn it is; 0 for no turns
	Notes      []NoteView
	Agreements []AgreementView
	Agreement  *AgreementForm // in the agreement step
	Card       *CardView      // in a step with cards
	Until      string         // when both come back from a break, in words
	Kept       []AgreementView
	Letters    []LetterView // what is looked back at
}

// CardView is the question on the table.
type CardView struct{ Text string }

// NoteView is something that one of the two wrote while preparing.
type NoteView struct {
	Who  Person
	Text string
}

// TalkEndedView is the close of a talk.
type TalkEndedView struct {
	Softly    bool // ended before its last step
	Until     string
	Agreement *AgreementView
	Partner   Person
}

// speaker and listener are whose turn it is, and the other.
func (v TalkView) speaker() Person {
	if v.Turn == 2 {
		return v.Two
	}
	return v.One
}

func (v TalkView) listener() Person {
	if v.Turn == 2 {
		return v.One
	}
	return v.Two
}

// seconds is what the timer offers: a turn where there are turns, else the step.
func (v TalkView) seconds() string {
	if v.Step.Turn > 0 {
		return strconv.Itoa(v.Step.Turn)
	}
	return strconv.Itoa(v.Step.Minutes * 60)
}

func clock(seconds string) string {
	n, _ := strconv.Atoi(seconds)
	return strconv.Itoa(n/60) + ":" + strconv.Itoa(n%60/10) + strconv.Itoa(n%10)
}

func (v TalkView) turnSay(t Text) string {
	return t.Say("turn."+string(v.Step.Turns), "speaker", v.speaker().Name, "listener", v.listener().Name)
}

func (v TalkView) of(t Text) string {
	return t.Say("talk.of", "n", strconv.Itoa(v.N), "of", strconv.Itoa(v.Of))
}
