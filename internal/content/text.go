package content

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Text holds the words of the screens in one language, by short keys such as
// "today.title". It is read only.
type Text struct {
	Lang  string // BCP 47, for the lang attribute
	Dir   string // "ltr" or "rtl", for the dir attribute
	words map[string]string
}

// ParseText reads one ui.json: one object with a "dir" and the words by key.
// Errors are *Error.
func ParseText(file, lang string, raw []byte) (*Text, error) {
	var in struct {
		Dir   string            `json:"dir"`
		Words map[string]string `json:"words"`
	}
	if err := decode(file, raw, &in); err != nil {
		return nil, err
	}
	if in.Dir != "ltr" && in.Dir != "rtl" {
		return nil, &Error{File: file, Path: "dir", What: fmt.Sprintf("is %q", in.Dir), Todo: `write "ltr" or "rtl"`}
	}
	for key, text := range in.Words {
		if err := checkText(file, key, text); err != nil {
			return nil, err
		}
	}
	return &Text{Lang: lang, Dir: in.Dir, words: in.Words}, nil
}

func checkText(file, key, text string) error {
	c := &checker{file: file}
	c.words(key, text, 900)
	if strings.Count(text, "{") != len(Placeholders(text)) || strings.Count(text, "}") != len(Placeholders(text)) {
		c.refuse(key, "has a brace that is no placeholder", "write {name}, or no brace")
	}
	return c.err
}

// Say returns the words of a key, with {name} replaced by the value that
// follows "name" in pairs. A key that is not there comes back in brackets, so
// that it is seen and found.
func (t *Text) Say(key string, pairs ...string) string {
	text, ok := t.words[key]
	if !ok {
		return "[" + key + "]"
	}
	if len(pairs) == 0 {
		return text
	}
	swap := make([]string, 0, len(pairs))
	for i := 0; i+1 < len(pairs); i += 2 {
		swap = append(swap, "{"+pairs[i]+"}", pairs[i+1])
	}
	return strings.NewReplacer(swap...).Replace(text) // one pass: values are not read again
}

// Paras is Say, cut at empty lines into paragraphs.
func (t *Text) Paras(key string, pairs ...string) []string {
	return strings.Split(t.Say(key, pairs...), "\n\n")
}

// Count is Say with {n}, from "key.one" for 1 and "key.other" for the rest.
func (t *Text) Count(key string, n int, pairs ...string) string {
	form := ".other"
	if n == 1 {
		form = ".one"
	}
	return t.Say(key+form, append(pairs, "n", strconv.Itoa(n))...)
}

// Has reports whether there are words for a key.
func (t *Text) Has(key string) bool {
	_, ok := t.words[key]
	return ok
}

// Keys are all keys, ascending.
func (t *Text) Keys() []string {
	keys := make([]string, 0, len(t.words))
	for k := range t.words {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// Map returns the same text with every entry changed by f, which must keep the
// placeholders. A pseudo-language is made with it.
func (t *Text) Map(lang, dir string, f func(string) string) *Text {
	out := &Text{Lang: lang, Dir: dir, words: make(map[string]string, len(t.words))}
	for k, v := range t.words {
		out.words[k] = f(v)
	}
	return out
}

// Placeholders are the names in braces, in the order of the text.
func Placeholders(text string) []string {
	var names []string
	for {
		_, after, ok := strings.Cut(text, "{")
		name, rest, closed := strings.Cut(after, "}")
		if !ok || !closed {
			return names
		}
		if name != "" && strings.Trim(name, "abcdefghijklmnopqrstuvwxyz") == "" {
			names = append(names, name)
		}
		text = rest
	}
}
