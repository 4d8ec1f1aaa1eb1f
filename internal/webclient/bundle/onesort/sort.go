// Package slices stands in for one file of the standard slices, the sorts by a
// function, when the client is compiled for a browser. The original is written
// out anew for each type that is sorted, some 15 kB of WebAssembly each; here
// one merge sort orders positions, and only the moving is written per type. It
// is 36 kB less to download. The build puts this file in the place of
// zsortanyfunc.go (go build -overlay), for the browser alone.
//
// The order is the one that the original promises, and equals keep theirs even
// in SortFunc. Left out: sorting in place. A sort takes a second slice for its
// time.
package slices

// pdqsortCmpFunc is what SortFunc calls, with a hint about depth at the end.
func pdqsortCmpFunc[E any](data []E, a, b, _ int, cmp func(a, b E) int) {
	stableCmpFunc(data[a:b], b-a, cmp)
}

// stableCmpFunc is what SortStableFunc calls.
func stableCmpFunc[E any](data []E, n int, cmp func(a, b E) int) {
	sorted := make([]E, n)
	for i, from := range order(n, func(a, b int) bool { return cmp(data[a], data[b]) < 0 }) {
		sorted[i] = data[from]
	}
	copy(data, sorted)
}

// order is the positions 0 to n-1 as they come by less: a merge sort from pairs
// upward.
func order(n int, less func(a, b int) bool) []int {
	from, to := make([]int, n), make([]int, n)
	for i := range from {
		from[i] = i
	}
	for width := 1; width < n; width *= 2 {
		for start := 0; start < n; start += 2 * width {
			middle, end := min(start+width, n), min(start+2*width, n)
			merge(to[start:end], from[start:middle], from[middle:end], less)
		}
		from, to = to, from
	}
	return from
}

// merge fills to from two ordered halves, from the left one where they are
// equal.
func merge(to, left, right []int, less func(a, b int) bool) {
	for i := range to {
		if len(left) == 0 || len(right) > 0 && less(right[0], left[0]) {
			to[i], right = right[0], right[1:]
		} else {
			to[i], left = left[0], left[1:]
		}
	}
}
