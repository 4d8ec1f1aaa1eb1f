package study

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
)

// readValues reads a JSON file of values under their single names, as they are
// written or printed.
func readValues(path string) (values map[string]float64, printed bool, err error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, false, &Refusal{path + ": the file of values cannot be read", "Give a JSON file"}
	}
	values, printed, err = flatten(data)
	if err != nil {
		return nil, false, &Refusal{path + ": " + err.Error(), `Write single names with numbers, such as {"lag.ab": 0.1}`}
	}
	return values, printed, nil
}

// matrices are the names under which values come together.
var matrices = map[string][]string{
	"drift":     {"drift.aa", "drift.ab", "drift.ba", "drift.bb"},
	"diffusion": {"diffusion.aa", "diffusion.ab", "diffusion.ba", "diffusion.bb"},
	"mean":      {"mean.a", "mean.b"},
	"noise":     {"noise.a", "noise.b"},

	"lag":        {"lag.aa", "lag.ab", "lag.ba", "lag.bb"},
	"innovation": {"innovation.aa", "innovation.ab", "innovation.ba", "innovation.bb"},
	"lag.sd":     {"lag.sd.aa", "lag.sd.ab", "lag.sd.ba", "lag.sd.bb"},
	"drift.sd":   {"drift.sd.aa", "drift.sd.ab", "drift.sd.ba", "drift.sd.bb"},
	"mean.sd":    {"mean.sd.a", "mean.sd.b"},
}

// symbols are the equations' letters for the matrices.
var symbols = map[string]string{"A": "drift", "Q": "diffusion", "R": "noise", "mu": "mean", "μ": "mean"}

// flatten turns the file into single names with their values; printed says
// that a fit wrote it, which has more than the model's parameters.
func flatten(data []byte) (values map[string]float64, printed bool, err error) {
	var object map[string]json.RawMessage
	if err := json.Unmarshal(data, &object); err != nil {
		return nil, false, fmt.Errorf("this is no JSON object (%w)", err)
	}
	if list, ok := object["params"]; ok {
		if json.Unmarshal(list, &object) != nil { // no object within the object
			values, err = estimated(list)
			return values, true, err
		}
		delete(object, "params")
	}
	values, err = written(object)
	return values, false, err
}

// written reads values as people write them.
func written(object map[string]json.RawMessage) (map[string]float64, error) {
	values := map[string]float64{}
	for _, name := range slices.Sorted(maps.Keys(object)) {
		numbers, err := numbersIn(object[name])
		if err != nil {
			return nil, fmt.Errorf("“%s” is not made of numbers", name)
		}
		if err := spreadOut(values, name, numbers); err != nil {
			return nil, err
		}
	}
	return values, nil
}

// estimated reads a fit's list of parameters.
func estimated(list json.RawMessage) (map[string]float64, error) {
	var params []Param
	if err := json.Unmarshal(list, &params); err != nil {
		return nil, fmt.Errorf("“params” is not a list of parameters (%w)", err)
	}
	values := map[string]float64{}
	for _, p := range params {
		values[p.Name] = float64(p.Estimate)
	}
	return values, nil
}

// numbersIn reads a number, a list of numbers or a list of lists.
func numbersIn(raw json.RawMessage) ([]float64, error) {
	raw = bytes.TrimSpace(raw)
	if len(raw) > 0 && raw[0] != '[' {
		var v *float64
		if err := json.Unmarshal(raw, &v); err != nil || v == nil {
			return nil, errors.New("no number")
		}
		return []float64{*v}, nil
	}
	var parts []json.RawMessage
	if err := json.Unmarshal(raw, &parts); err != nil {
		return nil, err
	}
	var out []float64
	for _, part := range parts {
		numbers, err := numbersIn(part)
		if err != nil {
			return nil, err
		}
		out = append(out, numbers...)
	}
	return out, nil
}

// spreadOut gives the numbers of a matrix their single names.
func spreadOut(values map[string]float64, name string, numbers []float64) error {
	if long, short := symbols[name]; short {
		name = long
	}
	names, isMatrix := matrices[name]
	if !isMatrix {
		names = []string{name}
	}
	if name == "noise" && len(numbers) == 4 && numbers[1] == 0 && numbers[2] == 0 {
		numbers = []float64{numbers[0], numbers[3]} // a diagonal matrix
	}
	if name == "noise" && len(numbers) == 1 {
		numbers = []float64{numbers[0], numbers[0]} // the same for both
	}
	if len(numbers) != len(names) {
		return fmt.Errorf("“%s” has %d numbers and needs %d", name, len(numbers), len(names))
	}
	for i, n := range names {
		values[n] = numbers[i]
	}
	return nil
}
