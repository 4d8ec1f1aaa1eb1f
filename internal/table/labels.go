package table

// Labels is a column of names or ids: Codes[row] is an index into Names, or -1
// where the cell is empty. Names are in the order in which they first appear.
type Labels struct {
	Codes []int
	Names []string
}

// Labels is a column as labels. 7 and 7.0 are two labels: nothing is read into
// an id.
func (t *Table) Labels(column string) (*Labels, error) {
	c, err := t.column(column)
	if err != nil {
		return nil, err
	}
	l := &Labels{Codes: make([]int, t.Len())}
	codes := map[string]int{}
	last, lastCode := "", -1 // rows of one couple mostly follow each other
	for row := range l.Codes {
		cell := t.cell(row, c)
		if row == 0 || string(cell) != last {
			last, lastCode = string(cell), l.code(codes, cell, t.missing(cell))
		}
		l.Codes[row] = lastCode
	}
	return l, nil
}

func (l *Labels) code(codes map[string]int, cell []byte, missing bool) int {
	if missing {
		return -1
	}
	code, known := codes[string(cell)]
	if !known {
		code = len(l.Names)
		codes[string(cell)] = code
		l.Names = append(l.Names, string(cell))
	}
	return code
}
