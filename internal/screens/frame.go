package screens

import (
	"pleach/internal/content"
	"pleach/internal/screens/chart"
)

// Text is the words of the reader's language.
type Text = *content.Text

// Room is a place in the app, as in the navigation.
type Room string

// The rooms.
const (
	RoomToday    Room = "today"
	RoomCheckin  Room = "checkin"
	RoomOpen     Room = "open"
	RoomGrow     Room = "grow"
	RoomGround   Room = "ground"
	RoomMap      Room = "map"
	RoomHistory  Room = "history"
	RoomSafe     Room = "safe"
	RoomSettings Room = "settings"
)

// door is a link of the navigation.
type door struct {
	Room Room
	URL  string
}

// mainRooms are always at hand; quietRooms stand a little apart.
var (
	mainRooms = []door{
		{RoomToday, "/"}, {RoomCheckin, "/checkin"}, {RoomOpen, "/open"},
		{RoomGrow, "/grow"}, {RoomGround, "/ground"}, {RoomMap, "/map"},
	}
	quietRooms = []door{{RoomHistory, "/history"}, {RoomSafe, "/safe"}, {RoomSettings, "/settings"}}
)

// Frame is what surrounds a page.
type Frame struct {
	Title  string // of the document; see Document
	At     Room   // marks the room in the navigation
	Bare   bool   // no navigation: nobody has unlocked yet
	Focus  bool   // no navigation: a talk, where two people look at one another
	Sync   Sync
	Notice *Notice // a band above the page
}

// Sync is the state of this device against the server.
type Sync struct {
	Offline bool
	Unsent  int // entries that are saved here and not yet sent
}

// Notice is a problem that does not stop the page; see ProblemView.
type Notice struct {
	Code   string
	Values []string
}

// Person is one of the two, with the slot that gives colour and shape. The
// slot is the same on both people's devices.
type Person struct {
	Name string
	Slot int // 1 or 2
	Me   bool
}

// Option is one choice of a list or a group of radio buttons.
type Option struct {
	Value, Label, Hint string
	Chosen             bool
}

// drawing is a chart with its box.
type drawing struct {
	Box    string
	Class  string
	Shapes []chart.Shape
}

// The drawings of stems, made once.
var (
	bigStems = drawing{"0 0 220 420", "stems stems-big",
		chart.Pleach(chart.Plan{Width: 220, Height: 420, Crossings: 3, Stem: 12, Soil: 84})}
	railStems = drawing{"0 0 90 300", "stems stems-rail",
		chart.Pleach(chart.Plan{Width: 90, Height: 300, Crossings: 4, Stem: 5.5, Soil: 52})}
	smallStems = drawing{"0 0 120 22", "stems stems-rule",
		chart.Pleach(chart.Plan{Width: 22, Height: 120, Crossings: 4, Stem: 2.2, Lying: true})}
)
