// Package mixed fits the bivariate linear mixed model of two roles observed
// over time in many groups (couples), by ML or REML, from sufficient
// statistics:
//
//	y_t = X_t·β + Z_t·u + e_t,  u ~ N(0, G),  e_t ~ N(0, Σ),
//
// where y_t has role a's value, role b's, or both (a missing one leaves the
// other's marginal), both roles have the same regressors w_t (q of them), and
// the columns of X and Z are combinations of the 2q coefficients (a's q, then
// b's). A group enters by the cross-products of [w, y_a, y_b] over its rows in
// which both values are there, only a's, only b's: so a likelihood costs the
// same whatever the number of rows.
//
// With V = Z·G·Zᵀ + R, r = y − X·β̂ and Φ = (XᵀV⁻¹X)⁻¹ the criterion is
//
//	−2ℓ = log|V| + rᵀV⁻¹r + N·log 2π                     (ML)
//	−2ℓ = log|V| + rᵀV⁻¹r + log|XᵀV⁻¹X| + (N−p)·log 2π   (REML; Harville 1977)
//
// as in nlme and lme4. G = L·Lᵀ may be singular: nothing is divided by L
// (Woodbury with H = I + Lᵀ·ZᵀR⁻¹Z·L; Pinheiro & Bates 2000, section 2.2).
// Gradient and Hessian are exact, those of Harville 1977 in the elements of G
// and Σ, taken to the Cholesky factors by the chain rule.
//
// Deliberately absent: names, scaling and files; they are package dyad's.
package mixed
