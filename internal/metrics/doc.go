// Package metrics counts, and writes what it counted in Prometheus's text format
// 0.0.4. It is small because a server of this size needs a dozen numbers.
//
// Left out on purpose: labels that are not known when the program is built, so
// that no id, address or name can become one; pushing anywhere; summaries.
package metrics
