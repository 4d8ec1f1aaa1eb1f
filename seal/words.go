package seal

import (
	"crypto/sha256"
	_ "embed"
	"errors"
	"io"
	"slices"
	"strings"
	"sync"
)

// wordList is the English word list of BIP39: 2048 words in order, told apart
// by their first four letters.
//
//go:embed words.txt
var wordList string

// calmList are 1024 words of that list for two people to read to each other:
// four to seven letters, and none that could hurt at such a moment.
//
//go:embed calm.txt
var calmList string

var calm = sync.OnceValue(func() []string { return strings.Fields(calmList) })

const longestWord = 8

var words = sync.OnceValue(func() []string { return strings.Fields(wordList) })

// errChecksum says that twelve words do not belong together.
var errChecksum = errors.New("seal: words do not belong together")

// encodeWords is BIP39 for 128 bits: the entropy and four bits of its SHA-256
// make twelve words of eleven bits.
func encodeWords(entropy [16]byte) []string {
	sum := sha256.Sum256(entropy[:])
	return toWords(append(entropy[:], sum[0]), 12)
}

// toWords spells the first 11*n bits of b.
func toWords(b []byte, n int) []string { return spell(words(), 11, b, n) }

// spell writes the first size*n bits of b as n words of a list of 2^size.
func spell(list []string, size int, b []byte, n int) []string {
	out := make([]string, n)
	for i := range out {
		index := 0
		for bit := i * size; bit < (i+1)*size; bit++ {
			index = index<<1 | int(b[bit/8]>>(7-bit%8)&1)
		}
		out[i] = list[index]
	}
	return out
}

// decodeWords is the reverse of encodeWords. The words must be twelve of the
// list.
func decodeWords(twelve []string) ([16]byte, error) {
	var b [17]byte
	for i, w := range twelve {
		index, _ := slices.BinarySearch(words(), w)
		for j := range 11 {
			bit := i*11 + j
			b[bit/8] |= byte(index>>(10-j)&1) << (7 - bit%8)
		}
	}
	entropy := [16]byte(b[:16])
	if !slices.Equal(encodeWords(entropy), twelve) {
		return [16]byte{}, errChecksum
	}
	return entropy, nil
}

func isWord(w string) bool {
	_, found := slices.BinarySearch(words(), w)
	return found
}

// nearestWord is the word of the list that w was probably meant to be: the one
// with the fewest letters to change, and of those the one with the same start.
// It is empty when nothing is near.
func nearestWord(w string) string {
	best, bestCost := "", 3*4
	if len(w) > 2*longestWord {
		return best
	}
	for _, c := range words() {
		cost := 4 * distance(w, c)
		cost -= min(3, commonPrefix(w, c))
		if cost < bestCost {
			best, bestCost = c, cost
		}
	}
	return best
}

func commonPrefix(a, b string) int {
	n := 0
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	return n
}

// distance counts the letters to insert, delete, change or swap with their
// neighbour to make a into b (optimal string alignment).
func distance(a, b string) int {
	var rows [3][]int
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		cur, prev, prev2 := rows[i%3], rows[(i+2)%3], rows[(i+1)%3]
		cur[0] = i
		for j := 1; j <= len(b); j++ {
			change := 0
			if a[i-1] != b[j-1] {
				change = 1
			}
			cur[j] = min(prev[j]+1, cur[j-1]+1, prev[j-1]+change)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				cur[j] = min(cur[j], prev2[j-2]+1)
			}
		}
	}
	return rows[len(a)%3][len(b)]
}

// Passphrase draws eight calm words, 80 bits, for something that is sealed with
// words alone, such as a file. It fails only when rand does.
func Passphrase(rand io.Reader) ([]string, error) {
	var b [10]byte
	if err := fill(rand, b[:]); err != nil {
		return nil, err
	}
	return spell(calm(), 10, b[:], 8), nil
}
