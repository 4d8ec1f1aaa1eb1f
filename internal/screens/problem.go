package screens

// problemSay is one of the words of a problem, or of "internal" when its code
// has none.
func problemSay(t Text, v ProblemView, part string) string {
	code := v.Code
	if !t.Has("problem." + code + ".title") {
		code = "internal"
	}
	return t.Say("problem."+code+"."+part, v.Values...)
}
