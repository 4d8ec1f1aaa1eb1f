package report

import (
	_ "embed"
	"html/template"
	"io"
)

// Study is everything that the page says.
type Study struct {
	File    string // the data's name
	Digest  string // SHA-256 of the file, so that a reader can tell it from another
	Command string // what was typed
	Version string
	Seed    uint64
	A, B    string // the columns of the two partners
	Unit    string // of time, in the singular: "hour"

	Summary    []string // what can be said, in sentences
	Data       Data
	Methods    []Method
	Pooled     []Estimate
	Forests    []Forest
	Network    *Network
	Pseudo     *Pseudo
	Series     []Series
	Residuals  *Residuals
	Couples    CoupleTable
	References []string
}

// Data is what went in and what did not.
type Data struct {
	Rows, Couples, Answers int
	Dropped, Notes         []string
	Shares                 []Share
	SharesWords            string // what a share is a share of
}

// Share is how much of the asked a couple answered, from 0 to 1.
type Share struct {
	Name string
	A, B float64
}

// Method is a paragraph of the methods, with an equation in MathML if it has
// one.
type Method struct {
	Name, Words string
	Equation    template.HTML
}

// Estimate is a row of the table of pooled estimates.
type Estimate struct {
	Name, Words       string
	Mean              Interval
	SE                float64
	SD                float64  // between couples
	Prediction        Interval // where the next couple is expected
	I2                float64  // share of the spread that is not sampling error
	Beyond, Threshold float64  // share of couples above the threshold
}

// Interval is an estimate within its 95% interval; NaN where there is none.
type Interval struct{ At, Lo, Hi float64 }

// CoupleTable is the appendix of the appendix: a row a couple.
type CoupleTable struct {
	Columns []string
	Rows    []CoupleRow
}

// CoupleRow is one couple's estimates, in the order of the columns.
type CoupleRow struct {
	Name, Status string
	Values       []Interval
}

//go:embed page.html
var pageHTML string

//go:embed page.css
var pageCSS string

var page = template.Must(template.New("page").Funcs(template.FuncMap{
	"style":      func() template.CSS { return template.CSS(pageCSS) },
	"number":     number,
	"interval":   interval,
	"within":     within,
	"percent":    percent,
	"forest":     forest,
	"network":    network,
	"pseudo":     pseudo,
	"series":     series,
	"acf":        acf,
	"qq":         qq,
	"compliance": compliance,
}).Parse(pageHTML))

// Write writes the page.
func (s *Study) Write(w io.Writer) error { return page.Execute(w, s) }
