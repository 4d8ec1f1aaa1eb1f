// Package big stands in for math/big when the client is compiled for a browser.
// Nothing there reckons with big numbers; but x/crypto's cryptobyte names their
// type in a part that we do not call (ASN.1), and so the linker keeps half of
// the package: 36 kB. The build puts this file in the place of the original (go
// build -overlay), for the browser alone.
//
// It has the methods that are named in what is compiled, and all of them panic:
// a wrong number would be worse. Whatever else is needed some day fails to
// compile.
package big

const absent = "math/big: big numbers are left out of the browser's build"

// Int is never reckoned with: each method refuses.
type Int = refusal

type refusal struct{ set int64 }

// NewInt keeps a number of which nobody asks anything.
func NewInt(x int64) *Int { return &Int{set: x} }

func (z *refusal) Add(x, y *Int) *Int          { panic(absent) }
func (z *refusal) And(x, y *Int) *Int          { panic(absent) }
func (z *refusal) BitLen() int                 { panic(absent) }
func (z *refusal) Bytes() []byte               { panic(absent) }
func (z *refusal) Cmp(y *Int) int              { panic(absent) }
func (z *refusal) FillBytes(buf []byte) []byte { panic(absent) }
func (z *refusal) IsUint64() bool              { panic(absent) }
func (z *refusal) Lsh(x *Int, n uint) *Int     { panic(absent) }
func (z *refusal) Mod(x, y *Int) *Int          { panic(absent) }
func (z *refusal) Neg(x *Int) *Int             { panic(absent) }
func (z *refusal) Not(x *Int) *Int             { panic(absent) }
func (z *refusal) ProbablyPrime(n int) bool    { panic(absent) }
func (z *refusal) Rsh(x *Int, n uint) *Int     { panic(absent) }
func (z *refusal) Set(x *Int) *Int             { panic(absent) }
func (z *refusal) SetBytes(buf []byte) *Int    { panic(absent) }
func (z *refusal) SetInt64(x int64) *Int       { panic(absent) }
func (z *refusal) SetUint64(x uint64) *Int     { panic(absent) }
func (z *refusal) Sign() int                   { panic(absent) }
func (z *refusal) Sub(x, y *Int) *Int          { panic(absent) }
func (z *refusal) Text(base int) string        { panic(absent) }
func (z *refusal) Uint64() uint64              { panic(absent) }
