// Package chart draws: shapes for SVG, as path data and class names, without
// colours (the stylesheet has those) and without words (the page has those).
//
// It is pure and deterministic. Deliberately absent: any drawing of what one
// person did more or less than the other.
package chart
