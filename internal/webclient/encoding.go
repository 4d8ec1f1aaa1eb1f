package webclient

import (
	"io/fs"
	"net/http"
	"strconv"
	"strings"
)

// types are the kinds of file that are served; no other is.
var types = map[string]string{
	".html":        "text/html; charset=utf-8",
	".css":         "text/css; charset=utf-8",
	".js":          "text/javascript; charset=utf-8",
	".svg":         "image/svg+xml",
	".wasm":        "application/wasm",
	".webmanifest": "application/manifest+json",
	".txt":         "text/plain; charset=utf-8",
}

// takesBrotli reads Accept-Encoding: br named, and not with a weight of zero.
func takesBrotli(r *http.Request) bool {
	for part := range strings.SplitSeq(r.Header.Get("Accept-Encoding"), ",") {
		coding, weight, _ := strings.Cut(strings.TrimSpace(part), ";")
		if strings.TrimSpace(coding) != "br" {
			continue
		}
		q, ok := strings.CutPrefix(strings.TrimSpace(weight), "q=")
		value, err := strconv.ParseFloat(q, 64)
		return !ok || err != nil || value > 0
	}
	return false
}

func sized(h http.Header, f fs.File) (fs.File, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	h.Set("Content-Length", strconv.FormatInt(info.Size(), 10))
	return f, nil
}
