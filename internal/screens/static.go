package screens

import "embed"

// Stylesheets holds static/css, one file a concern.
//
//go:embed static/css/*.css
var Stylesheets embed.FS

// StylesheetOrder are the names in Stylesheets, in the order to link them.
var StylesheetOrder = []string{
	"static/css/tokens.css", "static/css/base.css", "static/css/layout.css", "static/css/forms.css",
	"static/css/components.css", "static/css/rooms.css", "static/css/talk.css", "static/css/print.css",
}

// Icon is our own drawing for tabs and home screens: two stems that cross.
//
//go:embed static/icon.svg
var Icon []byte
