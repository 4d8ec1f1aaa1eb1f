// Package dyad is the statistics of two people over time: what the data of a
// couple, or of many couples, can honestly say. This page is a short course;
// every name says more.
//
// # The question, and why it is hard
//
// Two partners note their moods. Do the moods move together, and does one tend
// to follow the other? Four things look like an answer and are none:
//
//   - A day shared by everybody. Moods rise towards the evening and at
//     weekends; two strangers then correlate too. Take time of day, weekday and
//     trend out inside the model (Cycles, Trend, Covariates).
//   - Yesterday. A mood lasts, so two independent series run alike for a while,
//     and a naive test of their correlation finds far too much. Model the
//     lasting (drift, lags), or test against surrogates that keep it.
//   - A bad ruler. A third of what a slider says may be noise. Noise lowers
//     correlations and bends lags; FitOU models it.
//   - A mean of one's own. A person's mean, estimated from a few weeks, eats
//     part of how long a mood lasts (Nickell 1981). CenterLatent and Corrected
//     give it back.
//
// # One couple
//
// [FitOU] is for answers at any times, with any of them missing. Two moods η
// drift back to their means and are shaken together,
//
//	dη = A η dt + G dW,  Q = G Gᵀ;  y = μ + Z β + η + ε,  ε ~ N(0, R)
//
// where A[0][1] is the effect of B on A (the drift matrix), Q the diffusion and
// R the noise. Between two answers Δ apart the state moves by exp(AΔ), and a
// Kalman filter gives the exact likelihood (Oud & Jansen 2000; Voelkle et al.
// 2012). Read it in this order: StateCorrelation, whether the two moods are
// alike at the same moment; InnovationCorrelation, whether the same shocks
// reach both; CrossLags at an interval that means something to you, both ways
// side by side; HalfLives.
//
// [FitVAR] is the same on equal steps, by exact maximum likelihood or by least
// squares; Blocks keep a night from being a step.
//
// [Synchrony] asks only whether the two series are more alike than each is with
// the other's turned in time, and than strangers' are. It assumes least.
//
// [FitRhythm] is one person alone: how long a mood lasts, the time of day, and
// what goes with what.
//
// # Many couples
//
// [FitLAPIM], the longitudinal actor-partner model (Kashy & Kenny 2000;
// Laurenceau & Bolger 2005), estimates own and partner lags for the average
// couple, how much couples differ, and how the two days of one couple go
// together, by REML or ML from sums of products.
//
// [PoolOU] takes what FitOU said of each couple, with its uncertainty, and
// says how couples differ (multivariate random-effects meta-analysis).
//
// [FitAPIM] is for couples who were asked once (Kenny, Kashy & Cook 2006).
//
// # The ruler
//
// [Score], [Alpha], [Omega], [Change], [ICC] and [Compliance] say what a scale
// measures, how well, and who answered.
//
// # Before a study
//
// [Simulate] draws couples from a model with a schedule, gaps, noise and
// cycles; [Power] says what a planned study would find, and whether its
// intervals hold.
//
// # What every fit has
//
// A [Fit]: parameters with standard errors and 95% intervals, a log-likelihood,
// what was dropped and why, and a [Status]. A fit that did not converge, or
// that the data do not determine, is a result and not an error; what it cannot
// say is NaN. An [InputError] means that the data cannot be read as the model
// needs them, and says what, where and what to do.
//
// Units never matter: data are scaled inside, and results come back in yours.
// Exchanging the partners exchanges the results. Seeds make simulations and
// surrogates repeatable, for any number of workers.
//
// # Left out on purpose
//
// Files, flags, plots, clocks and the network; scores of couples, and any
// statement about who is to blame. It imports the standard library and gonum's
// special functions only, and runs the same natively and in a browser.
package dyad
