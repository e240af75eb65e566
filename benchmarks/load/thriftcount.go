package main

import "encoding/binary"

// walker steps through a message of thrift's compact protocol without keeping anything.
type walker struct{ b []byte }

func (w *walker) uv() uint64 {
	v, n := binary.Uvarint(w.b)
	if n <= 0 {
		panic("a number that does not end")
	}
	w.b = w.b[n:]
	return v
}

// spansOfCompact counts the spans of an emitBatch: the elements of field 2 of its batch.
func spansOfCompact(message []byte) int {
	w := &walker{message[2:]}
	w.uv()
	w.b = w.b[w.uv():]
	spans := 0
	w.fields(func(id int, kind byte) {
		w.fields(func(id int, kind byte) {
			if id == 2 && kind == cList {
				spans = w.list()
			} else {
				w.skip(kind)
			}
		})
	})
	return spans
}

func (w *walker) fields(each func(id int, kind byte)) {
	id := 0
	for {
		head := w.b[0]
		w.b = w.b[1:]
		if head == 0 {
			return
		}
		if delta := head >> 4; delta != 0 {
			id += int(delta)
		} else {
			z := w.uv()
			id = int(int16(z>>1) ^ -int16(z&1))
		}
		each(id, head&15)
	}
}

func (w *walker) list() int {
	head := w.b[0]
	w.b = w.b[1:]
	n := uint64(head >> 4)
	if n == 15 {
		n = w.uv()
	}
	for range n {
		w.skip(head & 15)
	}
	return int(n)
}

func (w *walker) skip(kind byte) {
	switch kind {
	case cTrue, cFalse:
	case 3:
		w.b = w.b[1:]
	case 4, cI32, cI64:
		w.uv()
	case 7:
		w.b = w.b[8:]
	case cBin:
		w.b = w.b[w.uv():]
	case cList, 10:
		w.list()
	case cStruct:
		w.fields(func(_ int, kind byte) { w.skip(kind) })
	default:
		panic("a type that is not expected here")
	}
}
