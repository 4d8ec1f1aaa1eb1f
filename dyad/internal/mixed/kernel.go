package mixed

// times is out = a·b, a n×m and b m×k. The sizes of the usual model (six random
// and six fixed effects) have their own loops, which keep a row in registers.
func times(out, a, b []float64, n, m, k int) {
	switch k {
	case 6:
		times6(out, a, b, n, m)
	case 7:
		times7(out, a, b, n, m)
	default:
		timesAny(out, a, b, n, m, k)
	}
}

func timesAny(out, a, b []float64, n, m, k int) {
	for i := range n {
		row := out[i*k : i*k+k]
		clear(row)
		for c, x := range a[i*m : i*m+m] {
			for j, y := range b[c*k : c*k+k] {
				row[j] += x * y
			}
		}
	}
}

func times6(out, a, b []float64, n, m int) {
	for i := range n {
		var r0, r1, r2, r3, r4, r5 float64
		for c, x := range a[i*m : i*m+m] {
			y := (*[6]float64)(b[c*6 : c*6+6])
			r0 += x * y[0]
			r1 += x * y[1]
			r2 += x * y[2]
			r3 += x * y[3]
			r4 += x * y[4]
			r5 += x * y[5]
		}
		*(*[6]float64)(out[i*6 : i*6+6]) = [6]float64{r0, r1, r2, r3, r4, r5}
	}
}

func times7(out, a, b []float64, n, m int) {
	for i := range n {
		var r0, r1, r2, r3, r4, r5, r6 float64
		for c, x := range a[i*m : i*m+m] {
			y := (*[7]float64)(b[c*7 : c*7+7])
			r0 += x * y[0]
			r1 += x * y[1]
			r2 += x * y[2]
			r3 += x * y[3]
			r4 += x * y[4]
			r5 += x * y[5]
			r6 += x * y[6]
		}
		*(*[7]float64)(out[i*7 : i*7+7]) = [7]float64{r0, r1, r2, r3, r4, r5, r6}
	}
}

// subtract is out = a − out.
func subtract(out, a []float64) {
	for i, x := range a {
		out[i] = x - out[i]
	}
}

// transpose is out = aᵀ, a m×m.
func transpose(out, a []float64, m int) {
	for i := range m {
		for j := range m {
			out[j*m+i] = a[i*m+j]
		}
	}
}

// timesUpper is out = a·u for an upper triangular k×k u.
func timesUpper(out, a, u []float64, n, k int) {
	for i := range n {
		row := out[i*k : i*k+k]
		clear(row)
		for c, x := range a[i*k : i*k+k] {
			to := row[c:]
			for j, y := range u[c*k+c : c*k+k] {
				to[j] += x * y
			}
		}
	}
}

// inner is the sum of products.
func inner(a, b []float64) float64 {
	s := 0.0
	b = b[:len(a)]
	for i, x := range a {
		s += x * b[i]
	}
	return s
}

// inner2 is inner(a, b) + inner(c, d), all of one length.
func inner2(a, b, c, d []float64) float64 {
	s, t := 0.0, 0.0
	b, c, d = b[:len(a)], c[:len(a)], d[:len(a)]
	for i, x := range a {
		s += x * b[i]
		t += c[i] * d[i]
	}
	return s + t
}

// addTo is a += b.
func addTo(a, b []float64) {
	a = a[:len(b)]
	for i, x := range b {
		a[i] += x
	}
}

// addScaled is a += x·b.
func addScaled(a []float64, x float64, b []float64) {
	a = a[:len(b)]
	for i, y := range b {
		a[i] += x * y
	}
}

// addOuter adds v·vᵀ to the lower triangle of sum.
func addOuter(sum, v []float64) {
	n := len(v)
	for i, x := range v {
		addScaled(sum[i*n:i*n+i+1], x, v[:i+1])
	}
}

// addCross adds aᵀ·b to the k×k sum, a and b m×k.
func addCross(sum, a, b []float64, m, k int) {
	for i := range m {
		row := b[i*k : i*k+k]
		for c, x := range a[i*k : i*k+k] {
			addScaled(sum[c*k:c*k+k], x, row)
		}
	}
}
