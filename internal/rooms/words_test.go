package rooms_test

import "pleach/internal/content"

// text is the app's own words by key.
func text(key string, pairs ...string) string {
	if !content.English().Text.Has(key) {
		return "no words for " + key
	}
	return content.English().Text.Say(key, pairs...)
}
