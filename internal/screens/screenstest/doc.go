// Package screenstest has every page with the sample couple's data, for the
// tests of package screens and for the gallery that is looked at. It makes up
// nothing that the handlers decide: that is tested in package rooms.
package screenstest
