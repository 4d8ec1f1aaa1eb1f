// Package mem keeps a relay's data in memory, for the demonstration, for tests
// and for nothing that should last. It fulfils relay.Store in everything but
// durability: there is nothing after Close.
//
// Deliberately absent: any persistence, and any behaviour that the other stores
// do not have. One mutex makes each method a transaction.
package mem
