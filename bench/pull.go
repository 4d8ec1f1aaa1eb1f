package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"sync"
	"time"

	"pleach/bench/load"
	"pleach/internal/relay/sqlite"
	"pleach/wire"
)

// pulled is how fast readers got a whole space, again and again.
type pulled struct {
	title   string
	readers int
	perSec  float64 // entries
	whole   time.Duration
}

// pulls fills one space, and lets one reader and then four pull it from its
// beginning.
func pulls(p plan, r *report) error {
	dir, remove, err := p.folder()
	if err != nil {
		return err
	}
	defer remove()
	owner, err := fill(dir, p.entries)
	if err != nil {
		return err
	}
	s, err := servePleach(p, dir)
	if err != nil {
		return err
	}
	defer s.Stop()
	owner.knows(s.Addr)
	if err := complete(s.Addr, owner, p.entries); err != nil {
		return err
	}
	for _, readers := range []int{1, 4} {
		got, err := readAll(s.Addr, owner, readers, p)
		if err != nil {
			return err
		}
		r.pulled = append(r.pulled, got)
	}
	return nil
}

// fill makes a folder with one person and so many entries in one space.
func fill(dir string, entries int) (*resident, error) {
	all, err := settle(dir, 1)
	if err != nil {
		return nil, err
	}
	s, err := sqlite.Open(sqlite.Config{Dir: dir})
	if err != nil {
		return nil, err
	}
	for left := entries; left > 0; left -= 500 {
		b := all[0].chain.Batch(min(left, 500), entrySize)
		if _, err := s.Push(context.Background(), all[0].who.ID, b, wire.DefaultLimits()); err != nil {
			return nil, err
		}
	}
	return all[0], s.Close()
}

// pull reads a space from its beginning, page after page, and gives each page
// to keep, or nowhere when that is nil.
func pull(conn *load.Conn, r *resident, keep func([]byte)) error {
	next, more := "0", "1"
	for more == "1" {
		err := conn.Ask("GET", r.path+"?after="+next, r.header, nil, func(resp *http.Response) error {
			next, more = resp.Header.Get(wire.HeaderNext), resp.Header.Get(wire.HeaderMore)
			if keep == nil {
				_, err := io.Copy(io.Discard, resp.Body)
				return err
			}
			page, err := io.ReadAll(resp.Body)
			keep(page)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// complete looks once that a pull brings every entry.
func complete(addr string, r *resident, want int) error {
	conn, err := load.Dial(addr)
	if err != nil {
		return err
	}
	defer conn.Close()
	count, bad := 0, error(nil)
	err = pull(conn, r, func(page []byte) {
		items, err := wire.ParseItems(page)
		if count += len(items); err != nil {
			bad = err
		}
	})
	if err == nil && bad == nil && count != want {
		bad = fmt.Errorf("the pull brought %s entries of %d", strconv.Itoa(count), want)
	}
	if err == nil {
		err = bad
	}
	return err
}

func readAll(addr string, r *resident, readers int, p plan) (pulled, error) {
	counts, errs := make([]int, readers), make([]error, readers)
	var group sync.WaitGroup
	began := time.Now()
	for i := range readers {
		group.Go(func() {
			conn, err := load.Dial(addr)
			if err != nil {
				errs[i] = err
				return
			}
			defer conn.Close()
			for errs[i] == nil && time.Since(began) < p.seconds && counts[i] < 100 {
				errs[i] = pull(conn, r, nil)
				counts[i]++
			}
		})
	}
	group.Wait()
	took, total := time.Since(began), 0
	for i := range readers {
		if errs[i] != nil {
			return pulled{}, errs[i]
		}
		total += counts[i]
	}
	return pulled{"**Pleach**", readers, float64(total*p.entries) / took.Seconds(), took * time.Duration(readers) / time.Duration(total)}, nil
}
