package table

import (
	"bytes"
	"fmt"
	"math"
	"strconv"
	"unicode"
)

// Numbers is a column as numbers, NaN where an answer is missing. It costs
// eight bytes a row.
func (t *Table) Numbers(column string) ([]float64, error) {
	c, err := t.column(column)
	if err != nil {
		return nil, err
	}
	values := make([]float64, t.Len())
	decimal := t.decimal
	if decimal == 0 {
		decimal = '.'
	}
	bad := t.parse(values, c, decimal)
	if bad >= 0 && t.decimal == 0 && bytes.IndexByte(t.cell(bad, c), ',') >= 0 {
		if err := t.decimalComma(c); err != nil {
			return nil, err
		}
		bad = t.parse(values, c, ',')
	}
	if bad >= 0 {
		return nil, t.noNumber(bad, c)
	}
	return values, nil
}

func (t *Table) noNumber(row, c int) error {
	do := "Write a number, or leave the cell empty; if this means a missing answer, give it as --na"
	if t.decimal != 0 {
		do += "; the decimal sign is “" + string(rune(t.decimal)) + "”, as you said"
	}
	return t.At(row, t.names[c], quote(t.cell(row, c))+" is no number", do)
}

// quote shows a cell in a message. Of somebody's words it shows none: messages
// end up in logs and in mails.
func quote(cell []byte) string {
	words := 0
	for f := range bytes.FieldsSeq(cell) {
		if bytes.ContainsFunc(f, unicode.IsLetter) {
			words++
		}
	}
	if words > 1 {
		return fmt.Sprintf("a text of %d words", words)
	}
	return "“" + shorten(string(cell)) + "”"
}

func shorten(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}

// parse fills values and returns the first row that has no number, or -1.
func (t *Table) parse(values []float64, c int, decimal byte) int {
	for row := range values {
		cell := t.cell(row, c)
		v, ok := number(cell, decimal)
		if !ok || len(t.na) > 0 {
			if t.missing(cell) {
				v, ok = math.NaN(), true
			}
		}
		if !ok {
			return row
		}
		values[row] = v
	}
	return -1
}

// decimalComma decides that a column has decimal commas, or refuses.
func (t *Table) decimalComma(c int) error {
	dot, comma, sure := -1, -1, false
	for row := range t.Len() {
		cell := t.cell(row, c)
		if t.missing(cell) {
			continue
		}
		if bytes.IndexByte(cell, '.') >= 0 {
			dot = row
		}
		if bytes.IndexByte(cell, ',') >= 0 {
			comma = row
			sure = sure || !thousands(cell)
		}
	}
	const do = "Say which sign is for decimals, as --decimal comma or --decimal point, and take the other out of the file"
	switch {
	case dot >= 0:
		return t.At(comma, t.names[c], fmt.Sprintf("the column has points (“%s”, row %d) and commas (“%s”) in its numbers", shorten(string(t.cell(dot, c))), dot+1, shorten(string(t.cell(comma, c)))), do)
	case !sure:
		return t.At(comma, t.names[c], quote(t.cell(comma, c))+" may have a decimal comma, or be in the thousands", do)
	}
	return nil
}

// thousands reports whether a number such as 1,250 may be one thousand two
// hundred and fifty.
func thousands(cell []byte) bool {
	groups := bytes.Split(bytes.TrimLeft(cell, "+-"), []byte{','})
	if len(groups[0]) == 0 || len(groups[0]) > 3 || groups[0][0] == '0' {
		return false
	}
	for _, g := range groups[1:] {
		if len(g) != 3 {
			return false
		}
	}
	return true
}

var tens = [...]float64{1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22}

// number reads a decimal number. Up to 15 digits are exact without help, since
// both the digits and the power of ten are (Clinger 1990); the rest is left to
// strconv.
func number(cell []byte, decimal byte) (float64, bool) {
	i, negative := 0, false
	if len(cell) > 0 && (cell[0] == '-' || cell[0] == '+') {
		negative, i = cell[0] == '-', 1
	}
	var digits uint64
	n, after, point := 0, 0, false
	for ; i < len(cell); i++ {
		switch b := cell[i]; {
		case b >= '0' && b <= '9':
			digits = digits*10 + uint64(b-'0')
			n++
			if point {
				after++
			}
		case b == decimal && !point:
			point = true
		default:
			return slowNumber(cell, decimal)
		}
	}
	if n == 0 || n > 15 {
		return slowNumber(cell, decimal)
	}
	v := float64(digits) / tens[after]
	if negative {
		v = -v
	}
	return v, true
}

// slowNumber reads what has an exponent or many digits. Hexadecimal numbers,
// underscores, infinities and numbers too large for a float are none.
func slowNumber(cell []byte, decimal byte) (float64, bool) {
	for _, b := range cell {
		if (b < '0' || b > '9') && b != decimal && b != '-' && b != '+' && b != 'e' && b != 'E' {
			return 0, false
		}
	}
	if decimal != '.' {
		cell = bytes.Replace(cell, []byte{decimal}, []byte{'.'}, 1)
	}
	v, err := strconv.ParseFloat(string(cell), 64)
	return v, err == nil
}
