package lies

import (
	"slices"
	"strconv"

	"pleach/internal/remote"
	"pleach/internal/replica"
	"pleach/wire"
)

// gates are lies about the answers that open together.
var gates = []Attack{
	{Name: "another answer", Scene: Answering, Want: replica.ErrBadSignature,
		Lie: answers(func(_, theirs *wire.Answer) { theirs.Body = flipped(theirs.Body) })},
	{Name: "two answers change places", Scene: Answering, Want: replica.ErrBadSignature,
		Lie: answers(func(own, theirs *wire.Answer) { own.Body, theirs.Body = theirs.Body, own.Body })},
	{Name: "an answer in the other's name", Scene: Answering, Want: replica.ErrBadSignature,
		Lie: answers(func(own, theirs *wire.Answer) {
			device := theirs.Device
			*theirs = *own
			theirs.Device = device
		})},
	{Name: "an answer to another question", Scene: Answering, Want: replica.ErrBadSignature,
		Lie: answers(func(_, theirs *wire.Answer) { theirs.Gate = wire.ID(flipped(theirs.Gate[:])) })},
	{Name: "an answer under another key", Scene: Answering, Want: replica.ErrSplice,
		Lie: answers(func(_, theirs *wire.Answer) { theirs.Wrap = flipped(theirs.Wrap) })},
	{Name: "an answer whose key is kept back", Scene: Answering,
		Lie: answers(func(_, theirs *wire.Answer) { theirs.Wrap = nil })},
	{Name: "an answer is left out", Scene: Answering, Want: replica.ErrGap,
		Lie: answerItems(func(_ *Call, items []wire.Item, at []int) []wire.Item {
			return slices.Delete(items, at[1], at[1]+1)
		})},
	{Name: "an answer is shown before its time", Scene: Unanswered, Lie: answered(leak)},
	{Name: "the key that follows an answer is kept back", Scene: Strict,
		Lie: keyItems(func(items []wire.Item, i int) []wire.Item { return slices.Delete(items, i, i+1) })},
	{Name: "another key follows an answer", Scene: Strict, Want: replica.ErrSplice,
		Lie: keyItems(func(items []wire.Item, i int) []wire.Item {
			items[i].Data = slices.Clone(items[i].Data)
			items[i].Data[len(items[i].Data)-1] ^= 1
			return items
		})},
}

// answerItems changes a page with the last two answers on it: the caller's own,
// and the other's, at these places.
func answerItems(change func(c *Call, items []wire.Item, at []int) []wire.Item) func() Lie {
	return page(func(c *Call, items []wire.Item) []wire.Item {
		at := []int{-1, -1}
		c.Server.know(func(k *knowledge) {
			for i, it := range items {
				a, err := wire.ParseAnswer(it.Data)
				if it.Kind != wire.ItemAnswer || err != nil {
					continue
				}
				if k.device[a.Device] == c.Who {
					at[0] = i
				} else {
					at[1] = i
				}
			}
		})
		if at[0] < 0 || at[1] < 0 {
			return nil
		}
		return change(c, items, at)
	})
}

// answers changes those two.
func answers(change func(own, theirs *wire.Answer)) func() Lie {
	return answerItems(func(_ *Call, items []wire.Item, at []int) []wire.Item {
		var two [2]wire.Answer
		for i := range two {
			two[i], _ = wire.ParseAnswer(items[at[i]].Data)
		}
		change(&two[0], &two[1])
		for i := range two {
			items[at[i]].Data = two[i].Append(nil)
		}
		return items
	})
}

// keyItems changes a page with keys on it, at the place of the last.
func keyItems(change func(items []wire.Item, i int) []wire.Item) func() Lie {
	return page(func(_ *Call, items []wire.Item) []wire.Item {
		for i, it := range slices.Backward(items) {
			if it.Kind == wire.ItemKey {
				return change(items, i)
			}
		}
		return nil
	})
}

// leak shows an answer that somebody else has given at the end of the stream.
func leak(c *Call, resp *remote.Response) bool {
	space, _ := spaceOf(c.Request.Path)
	var theirs []wire.Answer
	c.Server.know(func(k *knowledge) {
		for device, a := range k.answer {
			if k.device[device] != c.Who && a.Space == space {
				theirs = append(theirs, a)
			}
		}
	})
	if !c.isPull() || len(theirs) == 0 {
		return false
	}
	items, err := wire.ParseItems(slices.Clone(resp.Body))
	pos, numberErr := strconv.ParseUint(resp.Header[wire.HeaderNext], 10, 64)
	if err != nil || numberErr != nil {
		return false
	}
	put(resp, append(items, wire.Item{Kind: wire.ItemAnswer, Pos: pos + 1, Data: theirs[0].Append(nil)}))
	return true
}
