package client

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// Draft is what somebody typed into a form and has not saved: field to text.
type Draft map[string]string

// Draft returns the draft under a key, empty when there is none.
func (p *Person) Draft(ctx context.Context, key string) Draft {
	raw, err := p.box.get(ctx, nameDraft+key)
	d := Draft{}
	if err != nil || raw == nil || json.Unmarshal(raw, &d) != nil {
		return Draft{}
	}
	return d
}

// Drafts are the keys with a prefix under which this device holds a draft, in
// their order.
func (p *Person) Drafts(ctx context.Context, prefix string) ([]string, error) {
	names, err := p.box.storage.Names(ctx, nameDraft+prefix)
	for i, name := range names {
		names[i] = strings.TrimPrefix(name, nameDraft)
	}
	slices.Sort(names)
	return names, err
}

// SaveDraft keeps a draft on this device, sealed. A draft without words is
// dropped.
func (p *Person) SaveDraft(ctx context.Context, key string, d Draft) error {
	d = maps.Clone(d)
	maps.DeleteFunc(d, func(_, text string) bool { return text == "" })
	if len(d) == 0 {
		return p.DropDraft(ctx, key)
	}
	raw, err := json.Marshal(d)
	if err != nil {
		return err
	}
	return p.box.put(ctx, nameDraft+key, raw)
}

// DropDraft forgets a draft, after what it held was saved.
func (p *Person) DropDraft(ctx context.Context, key string) error {
	return p.box.drop(ctx, nameDraft+key)
}
