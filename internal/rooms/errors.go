package rooms

import "pleach/internal/client"

var (
	errNowhere   = client.ErrNotFound
	errNoPartner = client.ErrNoPartner
)
