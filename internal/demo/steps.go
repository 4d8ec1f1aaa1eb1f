package demo

import "pleach/internal/content"

// stepsOf is how many steps a form of the weekly session has.
func stepsOf(form string) int {
	s, _ := content.English().Session("weekly")
	f, _ := s.Form(form)
	return len(f.Steps)
}
