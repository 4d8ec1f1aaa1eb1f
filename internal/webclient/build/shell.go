package main

import (
	"bytes"
	"context"

	"pleach/internal/screens"
)

// templates are the two pages that the shell holds.
func templates() ([]byte, error) {
	var out bytes.Buffer
	err := screens.Shell().Render(context.Background(), &out)
	return out.Bytes(), err
}

// style joins the stylesheets in their order.
func style() ([]byte, error) {
	var all bytes.Buffer
	for _, name := range screens.StylesheetOrder {
		data, err := screens.Stylesheets.ReadFile(name)
		if err != nil {
			return nil, err
		}
		all.Write(data)
	}
	return all.Bytes(), nil
}
