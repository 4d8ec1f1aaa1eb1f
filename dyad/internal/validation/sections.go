package main

// sections in the order of the report.
var sections = []section{
	{"ou", "Model A: one couple in continuous time (FitOU)", ou},
	{"rule", "The app's answer to a couple", rule},
	{"var", "Model B: one couple, equally spaced (FitVAR)", ownLags},
	{"synchrony", "Model C: do two series go together (Synchrony)", synchrony},
	{"lapim", "Model D: many couples (FitLAPIM)", lapim},
	{"centring", "Centring on observed means (FitLAPIM)", centring},
	{"pool", "Model E: couples in continuous time, pooled (PoolOU)", pool},
}
