package table

import "strings"

// nearest is the name that is most like the wanted one, or "" when none is:
// at most a third of its letters may differ, case aside (Levenshtein 1966).
func nearest(want string, names []string) string {
	best, found := max(2, len([]rune(want))/3)+1, ""
	for _, n := range names {
		if d := distance(strings.ToLower(want), strings.ToLower(n)); n != "" && d < best && d < len([]rune(n)) {
			best, found = d, n
		}
	}
	return found
}

// distance is how many letters must be put in, left out or changed.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		diagonal := row[0]
		row[0] = i + 1
		for j := range y {
			cost := diagonal
			if x[i] != y[j] {
				cost = 1 + min(diagonal, row[j], row[j+1])
			}
			diagonal, row[j+1] = row[j+1], cost
		}
	}
	return row[len(y)]
}
