package main

import "encoding/binary"

// spansOf counts the spans of a request without reading them: api_v2's, or OTLP's.
func spansOf(method string, request []byte) int {
	switch method {
	case postSpans:
		return countPath(request, 1, 1)
	case otlpExportMethod:
		return countPath(request, 1, 2, 2)
	}
	return 0
}

// countPath counts the messages that the last field of a path holds.
func countPath(b []byte, path ...int) int {
	n := 0
	for len(b) > 0 {
		k, c := binary.Uvarint(b)
		if c <= 0 {
			return n
		}
		b = b[c:]
		switch k & 7 {
		case 0:
			_, c := binary.Uvarint(b)
			b = b[c:]
		case 1:
			b = b[8:]
		case 5:
			b = b[4:]
		case 2:
			l, c := binary.Uvarint(b)
			if int(k>>3) == path[0] {
				if len(path) == 1 {
					n++
				} else {
					n += countPath(b[c:c+int(l)], path[1:]...)
				}
			}
			b = b[c+int(l):]
		default:
			return n
		}
	}
	return n
}
