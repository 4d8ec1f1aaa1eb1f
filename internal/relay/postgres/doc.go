// Package postgres keeps a relay's data in PostgreSQL, so that several nodes can
// serve it behind any load balancer: no node knows anything that the others do
// not, and one that dies takes nothing along.
//
// A change is one transaction that locks the row of its space, or of its
// account, first; it is acknowledged after its COMMIT. What a change writes is
// sent in one go with that COMMIT, so a push is two trips to the database. A
// change that met another, or whose connection broke, is done again by itself:
// the contract makes every repeat harmless.
//
// Every table has a column that says where its rows live, space_id or
// account_id, and every statement names one value of it, so the same schema and
// the same statements run where rows are spread over machines (Distribute). The
// table members is there twice for this, once for each side.
//
// Nodes tell each other what has moved by NOTIFY, after the commit, and look
// for themselves every half minute: what a dying node could not say is found
// then. See Join.
//
// Deliberately absent: database/sql, an ORM, sequences, and triggers. Erased
// rows are gone for every reader at once, and vacuumed soon after; what
// PostgreSQL keeps in its write-ahead log and its files until they are written
// over is said in docs/operate.md.
package postgres
