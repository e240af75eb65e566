package main

import "encoding/binary"

// Thrift's compact protocol, as clients of Jaeger write it.
type tc struct {
	b    []byte
	last []int16
}

func (w *tc) uv(v uint64)  { w.b = binary.AppendUvarint(w.b, v) }
func (w *tc) zz(v int64)   { w.uv(uint64(v<<1) ^ uint64(v>>63)) }
func (w *tc) str(s string) { w.uv(uint64(len(s))); w.b = append(w.b, s...) }
func (w *tc) begin()       { w.last = append(w.last, 0) }
func (w *tc) end()         { w.b = append(w.b, 0); w.last = w.last[:len(w.last)-1] }
func (w *tc) f(id int16, t byte) {
	l := &w.last[len(w.last)-1]
	d := id - *l
	if d > 0 && d <= 15 {
		w.b = append(w.b, byte(d)<<4|t)
	} else {
		w.b = append(w.b, t)
		w.zz(int64(id))
	}
	*l = id
}
func (w *tc) list(n int, t byte) {
	if n < 15 {
		w.b = append(w.b, byte(n)<<4|t)
	} else {
		w.b = append(w.b, 0xf0|t)
		w.uv(uint64(n))
	}
}

const (
	cTrue, cFalse, cI32, cI64, cBin, cList, cStruct = 1, 2, 5, 6, 8, 9, 12
)

func (w *tc) tag(t tag) {
	w.begin()
	w.f(1, cBin)
	w.str(t.k)
	w.f(2, cI32)
	w.zz(int64(t.t))
	switch t.t {
	case tStr:
		w.f(3, cBin)
		w.str(t.s)
	case tBool:
		if t.b {
			w.f(5, cTrue)
		} else {
			w.f(5, cFalse)
		}
	case tLong:
		w.f(6, cI64)
		w.zz(t.i)
	}
	w.end()
}
func (w *tc) tags(ts []tag) {
	w.list(len(ts), cStruct)
	for _, t := range ts {
		w.tag(t)
	}
}

var procTags = []tag{{k: "jaeger.version", t: tStr, s: "Go-2.30.0"}, {k: "hostname", t: tStr, s: "pod-7f9c6d5b4-x2x9k"}, {k: "ip", t: tStr, s: "10.1.2.3"}, {k: "client-uuid", t: tStr, s: "4cf2f4a1b3c2d1e0"}}

func compactEmitBatch(svc string, sp []span) []byte {
	w := &tc{}
	w.b = append(w.b, 0x82, 0x01|4<<5)
	w.uv(1)
	w.str("emitBatch")
	w.begin()
	w.f(1, cStruct)
	w.begin() // Batch
	w.f(1, cStruct)
	w.begin() // Process
	w.f(1, cBin)
	w.str(svc)
	w.f(2, cList)
	w.tags(procTags)
	w.end()
	w.f(2, cList)
	w.list(len(sp), cStruct)
	for _, s := range sp {
		w.begin()
		w.f(1, cI64)
		w.zz(int64(s.lo))
		w.f(2, cI64)
		w.zz(int64(s.hi))
		w.f(3, cI64)
		w.zz(int64(s.id))
		w.f(4, cI64)
		w.zz(int64(s.parent))
		w.f(5, cBin)
		w.str(s.op)
		w.f(7, cI32)
		w.zz(1)
		w.f(8, cI64)
		w.zz(s.start)
		w.f(9, cI64)
		w.zz(s.dur)
		w.f(10, cList)
		w.tags(s.tags)
		w.end()
	}
	w.end()
	w.end()
	return w.b
}
