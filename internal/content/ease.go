package content

import (
	"slices"
	"strings"
	"unicode"
)

// Ease is how easily an English text is read, by Flesch's formula of 1948:
//
//	206.835 − 1.015 · words a sentence − 84.6 · syllables a word
//
// 100 is very easy, 60 to 70 is plain, below 50 is hard. Syllables are
// estimated from letters, so a value is good to a few points, and means little
// for a text of some words. A text without words has 100.
func Ease(text string) float64 {
	words, syllables := 0, 0
	for _, w := range wordsOf(placeholder.Replace(text)) {
		words++
		syllables += syllablesOf(w)
	}
	if words == 0 {
		return 100
	}
	spoken := 0
	for _, s := range sentences(text) {
		if strings.ContainsFunc(s, unicode.IsLetter) {
			spoken++
		}
	}
	return 206.835 - 1.015*float64(words)/float64(spoken) - 84.6*float64(syllables)/float64(words)
}

// placeholder reads a name in braces as a short word, which it mostly is.
var placeholder = strings.NewReplacer("{", " ", "}", " ", "’", "", "'", "")

// syllablesOf estimates the syllables of an English word in lower case: its
// groups of vowels, without endings that are not spoken.
func syllablesOf(word string) int {
	word = spokenPart(word)
	n, before := 0, rune('-')
	for _, r := range word {
		if vowel(r) && (!vowel(before) || apart(before, r)) {
			n++
		}
		before = r
	}
	if strings.HasSuffix(word, "le") && len(word) > 2 && !vowel(rune(word[len(word)-3])) {
		return max(n, 1) // ta-ble: the last e is counted
	}
	if strings.HasSuffix(word, "e") && n > 1 && !vowel(rune(word[len(word)-2])) {
		n--
	}
	return max(n, 1)
}

// spokenPart leaves out an s or a d that adds no syllable: "takes" and "asked"
// have as many as "take" and "ask".
func spokenPart(word string) string {
	stem, ok := strings.CutSuffix(word, "ed")
	if ok && len(stem) > 1 && !strings.HasSuffix(stem, "t") && !strings.HasSuffix(stem, "d") {
		return stem
	}
	stem, ok = strings.CutSuffix(word, "es")
	hiss := slices.ContainsFunc([]string{"s", "x", "z", "ch", "sh", "c", "g"}, func(end string) bool { return strings.HasSuffix(stem, end) })
	if ok && len(stem) > 1 && !hiss {
		return stem + "e"
	}
	return word
}

func vowel(r rune) bool { return strings.ContainsRune("aeiouyéè", r) }

// apart reports whether two vowels are spoken as two: "di-ary", "try-ing".
func apart(a, b rune) bool { return a == 'i' && b == 'a' || a == 'y' && b == 'i' }
