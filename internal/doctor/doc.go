// Package doctor looks a server over and says, of each thing, whether it is
// well and what to do if not. It changes nothing that it looks at.
//
// Left out on purpose: the store itself, which is asked by whoever knows which
// one it is; repairs; and questions to anybody's server but one's own.
package doctor
