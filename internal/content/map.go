package content

import (
	"encoding/json"
	"reflect"
	"slices"
)

// Map is the library with every text that a person reads changed by f: a
// language that is made up, for tests that look for words which do not come
// from here.
func (l *Library) Map(lang, dir string, f func(string) string) *Library {
	shelf := mapped(*l.Shelf(), f)
	return &Library{
		Text:     l.Text.Map(lang, dir, f),
		Sessions: mapped(l.Sessions, f),
		shelf:    func() *Shelf { return &shelf },
	}
}

// named are the fields that name something for the program, and are read by
// nobody.
var named = []string{"ID", "Kind", "Turns", "Rhythm", "Part", "Topic"}

// mapped is a deep copy with its texts changed.
func mapped[T any](v T, f func(string) string) T {
	var out T
	raw, err := json.Marshal(v)
	if err == nil {
		err = json.Unmarshal(raw, &out)
	}
	if err != nil {
		panic(err) // it was read from the same form
	}
	mapTexts(reflect.ValueOf(&out).Elem(), f)
	return out
}

func mapTexts(v reflect.Value, f func(string) string) {
	switch v.Kind() {
	case reflect.String:
		if v.String() != "" {
			v.SetString(f(v.String()))
		}
	case reflect.Slice:
		for i := range v.Len() {
			mapTexts(v.Index(i), f)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if !slices.Contains(named, v.Type().Field(i).Name) {
				mapTexts(v.Field(i), f)
			}
		}
	}
}
