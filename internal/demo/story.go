package demo

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
)

//go:embed story.json
var storyFile []byte

// story is what Ada and Noor wrote, by how long ago.
type story struct {
	Weeks         []week   `json:"weeks"` // check-ins that both answered, oldest first
	Now           answered `json:"now"`   // this week's, which one of them has answered
	Notes         bySide   `json:"notes"` // lines that go with pulses
	Appreciations []said   `json:"appreciations"`
	Kept          []said   `json:"kept"`  // appreciations kept in private
	Shown         []moment `json:"shown"` // days on which somebody showed a pulse
	Grown         []grown  `json:"grown"`
}

type bySide struct {
	Ada  []string `json:"ada"`
	Noor []string `json:"noor"`
}

type week struct {
	Ago       int               `json:"ago"` // weeks
	Form      string            `json:"form"`
	Ada       map[string]string `json:"ada"`
	Noor      map[string]string `json:"noor"`
	Agreement *agreed           `json:"agreement"`
}

type agreed struct {
	Owner string `json:"owner"` // "ada", "noor" or "both"
	If    string `json:"if"`
	Then  string `json:"then"`
	Kept  string `json:"kept"` // "yes", "partly", or "" when there was no look back yet
}

type answered struct {
	By   string            `json:"by"`
	Form string            `json:"form"`
	Said map[string]string `json:"said"`
}

type moment struct {
	Ago int    `json:"ago"` // days
	By  string `json:"by"`
}

// grown is something that one of the two began, and how it ended; without an
// outcome it is open.
type grown struct {
	moment
	Kind    string `json:"kind"` // "aspiration", "plan" or "experiment"
	Text    string `json:"text"`
	Card    string `json:"card"`  // of a plan from the deck
	Ended   int    `json:"ended"` // days ago
	Outcome string `json:"outcome"`
	Words   string `json:"words"`
}

type said struct {
	moment
	Text string `json:"text"`
}

func readStory() (story, error) {
	var s story
	d := json.NewDecoder(bytes.NewReader(storyFile))
	d.DisallowUnknownFields()
	if err := d.Decode(&s); err != nil {
		return s, fmt.Errorf("demo: story.json: %w", err)
	}
	return s, nil
}
