// Command reference simulates the small data sets of dyad/testdata/reference,
// which the tests of every model share:
//
//	go run ./dyad/internal/reference DIR
//
// It is deliberately independent of the models' code: a continuous process is
// walked in small Euler steps and a covariance is two numbers times two normal
// draws. Whoever doubts an estimate can read all of it. The same seeds write
// the same bytes. What R says about these files is in reference.json next to
// them, by reference.R.
package main
