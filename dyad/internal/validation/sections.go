package main

// sections in the order of the report.
var sections = []section{
	{"var", "Model B: one couple, equally spaced (FitVAR)", ownLags},
	{"synchrony", "Model C: do two series go together (Synchrony)", synchrony},
	{"lapim", "Model D: many couples (FitLAPIM)", lapim},
	{"ou", "Model A: one couple in continuous time (FitOU)", ou},
}
