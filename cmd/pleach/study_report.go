package main

import (
	"context"
	"fmt"
	"os"
	"runtime/debug"
	"strings"

	"pleach/internal/study"
)

type studyReportCmd struct {
	dataFlags
	wideFlags
	ouFlags
	runFlags
	Threshold []string `group:"model" placeholder:"NAME=VALUE" help:"Count couples above it: a number for drift.ab and drift.ba, or a quantity's own, such as innovation.cor=0.2."`
	Out       string   `short:"o" group:"output" default:"report.html" placeholder:"report.html" help:"The file to write; - is standard output."`
}

// Run writes a study as one page of HTML.
func (c studyReportCmd) Run(ctx context.Context, u ui) error {
	src, err := c.source()
	if err != nil {
		return err
	}
	page, err := study.Report(ctx, src, c.columns(), study.ReportOptions{
		OU: c.options(), Thresholds: c.Threshold, Command: typedCommand(os.Args), Version: version(),
	}, c.run("couples"))
	if err != nil {
		return err
	}
	if c.Out == "-" {
		return page.Write(u.out)
	}
	f, err := os.Create(c.Out)
	if err != nil {
		return &study.Refusal{What: fmt.Sprintf("the report cannot be written (%v)", err), Do: "Give a file that you may write, as --out report.html"}
	}
	if err := page.Write(f); err != nil {
		f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	fmt.Fprintf(u.out, "%s has the report on %d couples, seed %d.\n", c.Out, page.Data.Couples, c.Seed)
	return nil
}

// typedCommand is the command as it may be typed again.
func typedCommand(args []string) string {
	words := []string{"pleach"}
	for _, a := range args[1:] {
		if strings.ContainsAny(a, " \t'\"$\\;&|<>()*?") {
			a = "'" + strings.ReplaceAll(a, "'", `'\''`) + "'"
		}
		words = append(words, a)
	}
	return strings.Join(words, " ")
}

func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "pleach"
	}
	return fmt.Sprintf("pleach %s, %s", info.Main.Version, info.GoVersion)
}
