package demo

import "pleach/internal/content"

// stepsOf is how many steps a form of a session has.
func stepsOf(session, form string) int {
	s, _ := content.English().Session(session)
	f, _ := s.Form(form)
	return len(f.Steps)
}
