package postgres

import "github.com/jackc/pgx/v5"

// Watched is a configuration whose statements a test sees, and whose migrations
// it may change.
func (cfg Config) Watched(trace pgx.QueryTracer, rewrite func(string) string) Config {
	cfg.trace, cfg.rewrite = trace, rewrite
	return cfg
}

// Spreads are the tables that may be spread, with their columns.
func Spreads() map[string]string {
	out := map[string]string{}
	for _, s := range spreads {
		out[s.table] = s.column
	}
	return out
}
