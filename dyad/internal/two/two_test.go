package two

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// mats draws matrices with real, complex and repeated eigenvalues.
func mats(t *rapid.T) Mat {
	e := rapid.Float64Range(-2, 2)
	m := Mat{e.Draw(t, "aa"), e.Draw(t, "ab"), e.Draw(t, "ba"), e.Draw(t, "bb")}
	switch rapid.IntRange(0, 3).Draw(t, "kind") {
	case 0:
		m.BB, m.BA = m.AA, 0
	case 1:
		m.AB = -m.BA - 1
	}
	return m
}

func stable(t *rapid.T) Mat {
	m := mats(t)
	k := math.Max(math.Abs(m.AB), math.Abs(m.BA)) + 2.1 // Gershgorin
	return Mat{m.AA - k, m.AB, m.BA, m.BB - k}
}

func covs(t *rapid.T) Sym {
	sa, sb := rapid.Float64Range(0.1, 3).Draw(t, "sa"), rapid.Float64Range(0.1, 3).Draw(t, "sb")
	return Sym{sa * sa, rapid.Float64Range(-0.99, 0.99).Draw(t, "r") * sa * sb, sb * sb}
}

func near(t *rapid.T, what string, got, want, tol float64) {
	if !(math.Abs(got-want) <= tol*(1+math.Abs(want))) {
		t.Fatalf("%s: %v, want %v", what, got, want)
	}
}

func nearMat(t *rapid.T, what string, got, want Mat, tol float64) {
	near(t, what, got.AA, want.AA, tol)
	near(t, what, got.AB, want.AB, tol)
	near(t, what, got.BA, want.BA, tol)
	near(t, what, got.BB, want.BB, tol)
}

// taylor is e^{At} from the definition.
func taylor(a Mat, t float64) Mat {
	a = a.Scale(t / 1024)
	sum, term := Mat{1, 0, 0, 1}, Mat{1, 0, 0, 1}
	for k := 1.0; k < 12; k++ {
		term = term.Mul(a).Scale(1 / k)
		sum = sum.Add(term)
	}
	for range 10 {
		sum = sum.Mul(sum)
	}
	return sum
}

func TestTheExponentialIsItsSeries(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, dt := mats(t), rapid.Float64Range(0, 3).Draw(t, "dt")
		nearMat(t, "exp", Exp(a, dt), taylor(a, dt), 1e-9)
	})
}

func TestTheStationaryCovarianceSolvesLyapunov(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, q := stable(t), covs(t)
		p := Lyapunov(a, q)
		if !p.Positive() {
			t.Fatalf("%v is no covariance", p)
		}
		r := a.MulSym(p).Part().Scale(2).Add(q)
		nearMat(t, "AP+PA'+Q", r.Mat(), Mat{}, 1e-8*(1+p.AA+p.BB))
	})
}

// Two steps are one of both lengths, however small: nothing is lost where the
// covariance of a step is tiny against the stationary one.
func TestStepsAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, q := stable(t), covs(t)
		dt := math.Exp(rapid.Float64Range(-20, 4).Draw(t, "log dt"))
		p := Lyapunov(a, q)
		f := Exp(a, dt)
		one := Step(a, q, p, f, dt)
		both := Step(a, q, p, f.Mul(f), 2*dt)
		sum := one.Add(f.Sandwich(one))
		near(t, "aa", both.AA, sum.AA, 1e-8*sum.AA)
		near(t, "ab", both.AB, sum.AB, 1e-8*math.Sqrt(sum.AA*sum.BB))
		if dt < 1e-6 && math.Abs(one.AA/(q.AA*dt)-1) > 1e-4 {
			t.Fatalf("%v for a step of %v with %v", one, dt, q)
		}
	})
}

// Adjoints are checked by what they are for: differences in a direction.
func TestDerivativesGoBack(t *testing.T) {
	dot := func(a, b Mat) float64 { return a.AA*b.AA + a.AB*b.AB + a.BA*b.BA + a.BB*b.BB }
	rapid.Check(t, func(t *rapid.T) {
		a, dir, w := stable(t), mats(t), mats(t)
		dt := rapid.Float64Range(0.01, 2).Draw(t, "dt")
		const h = 1e-5
		up, down := a.Add(dir.Scale(h)), a.Add(dir.Scale(-h))
		slope := (dot(w, Exp(up, dt)) - dot(w, Exp(down, dt))) / (2 * h)
		e := NewExponent(a)
		c, n := e.Parts(dt)
		near(t, "exp", dot(e.Back(dt, c, n, w), dir), slope, 1e-6)

		q, dq, ws := covs(t), mats(t).Part(), w.Part()
		value := func(k float64) float64 {
			return dot(ws.Mat(), Lyapunov(a.Add(dir.Scale(k)), q.Add(dq.Scale(k))).Mat())
		}
		abar, qbar := LyapunovBack(a, Lyapunov(a, q), ws)
		slope = (value(h) - value(-h)) / (2 * h)
		near(t, "lyapunov", dot(abar, dir)+dot(qbar.Mat(), dq.Mat()), slope, 1e-4)
	})
}

func TestInverse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := covs(t)
		nearMat(t, "s·s⁻¹", s.Mat().MulSym(s.Inverse()), Mat{1, 0, 0, 1}, 1e-9)
	})
}

func BenchmarkExp(b *testing.B) {
	a := Mat{-.5, .15, .1, -.6}
	for b.Loop() {
		Exp(a, 1.3)
	}
}
