package relay

import "context"

// Movable is a store whose rows can be carried to another store, of whatever
// kind. Rows are as sealed as they were.
type Movable interface {
	Store
	// Identity is 32 random bytes that belong to this store and to no other.
	Identity(ctx context.Context) ([32]byte, error)
	// Hold keeps others from changing the store until release is called, or
	// until the store is closed.
	Hold(ctx context.Context) (release func(), err error)
	// Mark says that a move from the store with this identity is under way
	// into this one; nil that it is over. It is durable.
	Mark(ctx context.Context, from []byte) error
	// Marked is what Mark has said last, nil at first.
	Marked(ctx context.Context) ([]byte, error)
	// Rows returns at most n rows of a table, in ascending order of their keys,
	// bytes compared as numbers without a sign, after the row with a key. A nil
	// key is before the first.
	Rows(ctx context.Context, t Table, after Row, n int) ([]Row, error)
	// LastKey is the greatest key of a table, nil when it is empty.
	LastKey(ctx context.Context, t Table) (Row, error)
	// PutRows adds rows, all or nothing. Those whose key is there stay as they
	// are.
	PutRows(ctx context.Context, t Table, rows []Row) error
}

// Table names a table's columns, the first Key of which are its key.
type Table struct {
	Name    string
	Key     int
	Columns []string
}

// Row is a row of a Table: an int64, a []byte or nil for each of its columns. A
// key is the first of them.
type Row []any

// KeyOf is the row's key.
func (t Table) KeyOf(r Row) Row { return r[:t.Key] }

// Tables are what there is to move. Rows refer only to rows of tables before
// their own.
var Tables = []Table{
	{"accounts", 1, []string{"account_id", "kdf", "login", "rescue", "wrap_password", "wrap_words", "wrap_before", "status", "since"}},
	{"devices", 2, []string{"account_id", "device_id", "since", "revoked", "token", "expires", "notice"}},
	{"spaces", 1, []string{"space_id", "owner_id", "pos", "commits", "bytes"}},
	{"members", 2, []string{"space_id", "account_id", "since"}},
	{"commits", 2, []string{"space_id", "n", "data"}},
	{"items", 2, []string{"space_id", "pos", "kind", "data"}},
	{"words", 2, []string{"space_id", "pos", "wrap", "body"}},
	{"chains", 2, []string{"space_id", "device_id", "account_id", "seq", "hash"}},
	{"entries", 3, []string{"space_id", "device_id", "seq", "hash", "pos"}},
	{"answers", 3, []string{"space_id", "gate_id", "account_id", "device_id", "hash", "data", "strict", "opened", "key"}},
	{"invites", 2, []string{"space_id", "invite_id", "inviter_id", "joiner_id", "expires", "offer", "answer", "approval", "reveal"}},
}
