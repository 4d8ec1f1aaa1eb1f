package browser

import (
	"context"
	"fmt"
	"syscall/js"
)

// jsError is a rejected promise or a thrown exception. Name is a DOMException's
// name or an Error's class, such as "QuotaExceededError".
type jsError struct{ Name, Message string }

func (e jsError) Error() string { return fmt.Sprintf("%s: %s", e.Name, e.Message) }

// settled is what a promise came to.
type settled struct {
	value js.Value
	err   error
}

// await parks the goroutine, and so lets the browser's event loop run, until
// the promise settles. It does not stop what the promise stands for when ctx
// ends: the caller gets ctx's error and the outcome is unknown.
func await(ctx context.Context, promise js.Value) (js.Value, error) {
	done := make(chan settled, 1)
	var resolve, reject js.Func
	release := func() { resolve.Release(); reject.Release() }
	resolve = js.FuncOf(func(_ js.Value, args []js.Value) any {
		defer release()
		done <- settled{value: args[0]}
		return nil
	})
	reject = js.FuncOf(func(_ js.Value, args []js.Value) any {
		defer release()
		done <- settled{err: errorOf(args[0])}
		return nil
	})
	promise.Call("then", resolve, reject)
	select {
	case s := <-done:
		return s.value, s.err
	case <-ctx.Done():
		return js.Undefined(), ctx.Err()
	}
}

func errorOf(v js.Value) error {
	if v.Type() != js.TypeObject {
		return jsError{Name: "Error", Message: "a script threw something that is no error"}
	}
	return jsError{Name: v.Get("name").String(), Message: v.Get("message").String()}
}

// bytesOf copies a Uint8Array into Go; undefined and null are nil.
func bytesOf(v js.Value) []byte {
	if v.IsUndefined() || v.IsNull() {
		return nil
	}
	b := make([]byte, v.Length())
	js.CopyBytesToGo(b, v)
	return b
}

// arrayOf copies bytes into a Uint8Array; nil is null.
func arrayOf(b []byte) js.Value {
	if b == nil {
		return js.Null()
	}
	a := js.Global().Get("Uint8Array").New(len(b))
	js.CopyBytesToJS(a, b)
	return a
}
