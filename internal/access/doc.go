// Package access has no code of its own. Its tests show every page of the
// gallery to a Chromium, in both themes and in a pseudo-language, and then the
// rooms of the sample couple after their twelve weeks. They ask what somebody
// would stumble over: axe-core for the rules of WCAG 2.2 AA and for what is good
// practice, and the page's own measures for what does not fit.
//
// Axe-core is asked for by npm once, is kept in the user's cache folder and
// never ships. Without Chromium or axe-core the tests are skipped, unless
// PLEACH_REQUIRE names them. Left out on purpose: the web client around the
// pages, which internal/e2e walks through.
package access
