package seal

import (
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/crypto/cryptobyte"
)

// KitError says where a recovery kit is damaged. Its Error text repeats
// nothing of the kit, so that it may be logged; Suggest is for the screen only.
type KitError struct {
	Part    string // "title", "server", "account", "secret", "words", "check" or "code"
	Word    int    // 1 to 12 when one word is to blame, otherwise 0
	Suggest string // the word that was probably meant, or empty
	Reason  string // what is wrong with the part, without its content
}

func (e *KitError) Error() string {
	if e.Word > 0 {
		return fmt.Sprintf("%v: word %d %s", ErrKitDamaged, e.Word, e.Reason)
	}
	return fmt.Sprintf("%v: %s: %s", ErrKitDamaged, e.Part, e.Reason)
}

// Unwrap makes every KitError an ErrKitDamaged.
func (e *KitError) Unwrap() error { return ErrKitDamaged }

// ParseKit reads what Text or Code wrote, however it was typed: upper or lower
// case, other spaces and line breaks, missing hyphens, numbered words. A
// *KitError (ErrKitDamaged) says where a kit is wrong, ErrNotAKit that the text
// is something else, ErrVersion that it is from a newer Pleach.
func ParseKit(text string) (Kit, error) {
	text = plainHyphens.Replace(text)
	joined := strings.ToUpper(strings.Join(strings.Fields(text), ""))
	if code, ok := strings.CutPrefix(joined, codePrefix); ok {
		return parseCode(code)
	}
	return parseText(text)
}

// plainHyphens undoes what phones and printers make of a hyphen.
var plainHyphens = strings.NewReplacer("\u2010", "-", "\u2011", "-", "\u2012", "-", "\u2013", "-", "\u2014", "-", "\u2212", "-")

// parseCode trusts nothing before the check fits, the version included: a
// typing error there is damage, not a newer Pleach.
func parseCode(code string) (Kit, error) {
	damaged := &KitError{Part: "code", Reason: "is cut off or has a wrong character"}
	b, ok := parseBase32(code)
	if !ok || len(b) <= checkSize {
		return Kit{}, damaged
	}
	record, check := b[:len(b)-checkSize], [checkSize]byte(b[len(b)-checkSize:])
	switch {
	case kitCheck(record) != check:
		return Kit{}, damaged
	case record[0] != KDFVersion:
		return Kit{}, fmt.Errorf("%w: recovery kit version %d", ErrVersion, record[0])
	}
	k, ok := parseRecord(record)
	if !ok {
		return Kit{}, damaged
	}
	return k, nil
}

func parseRecord(b []byte) (Kit, bool) {
	var k Kit
	var server cryptobyte.String
	s := cryptobyte.String(b)
	ok := s.ReadUint8(&k.Version) && s.CopyBytes(k.Account[:]) && s.CopyBytes(k.Secret[:]) &&
		s.CopyBytes(k.Entropy[:]) && s.ReadUint16LengthPrefixed(&server) && s.Empty()
	k.Server = string(server)
	clean, err := cleanServer(k.Server)
	return k, ok && err == nil && clean == k.Server
}

// kitLabels are the labels of the text form, in order.
var kitLabels = []string{"server", "account", "secret", "words", "check"}

func parseText(text string) (Kit, error) {
	title, parts, err := splitText(text)
	if err != nil {
		return Kit{}, err
	}
	k, err := parseTitle(title, len(parts) > 0)
	if err != nil {
		return Kit{}, err
	}
	if k.Server, err = cleanServer(strings.Join(parts["server"], "")); err != nil {
		return Kit{}, &KitError{Part: "server", Reason: "is not an address like https://home.example"}
	}
	if err := parseBytes("account", parts, k.Account[:]); err != nil {
		return Kit{}, err
	}
	if err := parseBytes("secret", parts, k.Secret[:]); err != nil {
		return Kit{}, err
	}
	if k.Entropy, err = parseWords(parts["words"]); err != nil {
		return Kit{}, err
	}
	var check [checkSize]byte
	if err := parseBytes("check", parts, check[:]); err != nil {
		return Kit{}, err
	}
	if check != kitCheck(k.record()) {
		return Kit{}, &KitError{Part: "check", Reason: "does not fit the lines above it; one of them has a typing error"}
	}
	return k, nil
}

// splitText cuts the text at its labels. Title is what stands before the
// first.
func splitText(text string) (title []string, parts map[string][]string, err error) {
	parts = make(map[string][]string)
	at := ""
	for _, token := range strings.Fields(strings.ReplaceAll(text, " :", ": ")) {
		if name, value, ok := cutLabel(token); ok {
			if _, twice := parts[name]; twice {
				return nil, nil, &KitError{Part: name, Reason: "appears twice"}
			}
			at, parts[name] = name, nil
			if token = value; token == "" {
				continue
			}
		}
		if at == "" {
			title = append(title, strings.ToLower(token))
		} else {
			parts[at] = append(parts[at], token)
		}
	}
	return title, parts, nil
}

func cutLabel(token string) (name, value string, ok bool) {
	before, value, found := strings.Cut(token, ":")
	if !found {
		return "", "", false
	}
	for _, name := range kitLabels {
		if strings.EqualFold(before, name) {
			return name, value, true
		}
	}
	return "", "", false
}

// parseTitle finds "Pleach recovery kit" and its version.
func parseTitle(title []string, labelled bool) (Kit, error) {
	for i := 0; i+2 < len(title); i++ {
		if strings.Join(title[i:i+3], " ") != "pleach recovery kit" {
			continue
		}
		if i+3 == len(title) {
			return Kit{}, &KitError{Part: "title", Reason: "has no number after \"Pleach recovery kit\""}
		}
		n, err := strconv.ParseUint(title[i+3], 10, 8)
		if err != nil {
			return Kit{}, &KitError{Part: "title", Reason: "has no number after \"Pleach recovery kit\""}
		}
		if byte(n) != KDFVersion {
			return Kit{}, fmt.Errorf("%w: recovery kit version %d", ErrVersion, n)
		}
		return Kit{Version: KDFVersion}, nil
	}
	if labelled {
		return Kit{}, &KitError{Part: "title", Reason: "the first line, \"Pleach recovery kit\" and a number, is missing"}
	}
	return Kit{}, ErrNotAKit
}

// parseBytes reads one line of base32.
func parseBytes(part string, parts map[string][]string, out []byte) error {
	value, there := parts[part]
	if !there {
		return &KitError{Part: part, Reason: "is missing"}
	}
	typed := strings.ReplaceAll(strings.ToUpper(strings.Join(value, "")), "-", "")
	if want := crockford.EncodedLen(len(out)); len(typed) != want {
		return &KitError{Part: part, Reason: fmt.Sprintf("has %d characters instead of %d", len(typed), want)}
	}
	b, ok := parseBase32(typed)
	if !ok {
		return &KitError{Part: part, Reason: "has a wrong character"}
	}
	copy(out, b)
	return nil
}

// parseBase32 reads upper-case Crockford base32. O is taken for 0, I and L for
// 1; everything else has a single form.
func parseBase32(s string) ([]byte, bool) {
	s = strings.NewReplacer("O", "0", "I", "1", "L", "1").Replace(s)
	b, err := crockford.DecodeString(s)
	return b, err == nil && crockford.EncodeToString(b) == s
}

// parseWords reads twelve words; numbers and punctuation around them are
// passed over.
func parseWords(typed []string) ([16]byte, error) {
	var list []string
	for _, token := range typed {
		if w := strings.ToLower(strings.Trim(token, "0123456789.,;:()")); w != "" {
			list = append(list, w)
		}
	}
	for i, w := range list {
		if !isWord(w) {
			return [16]byte{}, &KitError{Part: "words", Word: i + 1, Suggest: nearestWord(w), Reason: "is not on the list"}
		}
	}
	if len(list) != 12 {
		return [16]byte{}, &KitError{Part: "words", Reason: fmt.Sprintf("there are %d instead of 12", len(list))}
	}
	entropy, err := decodeWords(list)
	if err != nil {
		return [16]byte{}, &KitError{Part: "words", Reason: "do not belong together; one is mistyped or in the wrong place"}
	}
	return entropy, nil
}
