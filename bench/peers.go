package main

// peers are servers of others that keep entries too, each with what its
// acknowledgement is worth.
func peers(plan) []contender { return nil }
