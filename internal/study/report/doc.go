// Package report draws a study as one self-contained HTML page: what a
// researcher would put into an appendix. Pictures are SVG within the page,
// styles are within the page, and nothing is loaded from anywhere.
//
// It is given numbers and words and decides only how they look. Every picture
// has a caption that says what it shows and what not to conclude from it, and
// every colour comes with a shape.
//
// Deliberately absent: statistics, files and scripts.
package report
