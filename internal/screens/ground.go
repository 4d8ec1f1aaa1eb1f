package screens

import "slices"

// fresh are the ideas that are not kept yet.
func fresh(ideas []string, kept []ResourceView) []string {
	return slices.DeleteFunc(slices.Clone(ideas), func(idea string) bool {
		return slices.ContainsFunc(kept, func(r ResourceView) bool { return r.Text == idea })
	})
}

func (v ResourcesView) wrong(t Text, side string) string {
	if v.Wrong == side {
		return t.Say("resource.empty")
	}
	return ""
}
