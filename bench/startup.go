package main

import (
	"slices"
	"time"
)

// started is how long a server took from exec to its first answer.
type started struct {
	title string
	took  time.Duration // median
	most  time.Duration
}

// startUps starts Pleach ten times in a new folder and ten times in one with
// entries in it. Those of the others are taken where they push.
func startUps(p plan, r *report) error {
	dir, remove, err := p.folder()
	if err != nil {
		return err
	}
	defer remove()
	if _, err := fill(dir, p.entries); err != nil {
		return err
	}
	again, err := starts(p, func() (string, func(), error) { return dir, func() {}, nil })
	if err != nil {
		return err
	}
	fresh, err := starts(p, p.folder)
	if err != nil {
		return err
	}
	r.started = []started{spread("**Pleach**, new folder", fresh), spread("**Pleach**, with what was pulled", again)}
	return nil
}

func starts(p plan, folder func() (string, func(), error)) (all []time.Duration, err error) {
	for range 10 {
		dir, remove, err := folder()
		if err != nil {
			return nil, err
		}
		s, err := servePleach(p, dir)
		if err != nil {
			return nil, err
		}
		all = append(all, s.StartUp)
		s.Stop()
		remove()
	}
	return all, nil
}

func spread(title string, all []time.Duration) started {
	slices.Sort(all)
	return started{title, all[len(all)/2], all[len(all)-1]}
}
