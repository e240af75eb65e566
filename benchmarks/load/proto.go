package main

import "encoding/binary"

// Protobuf: api_v2 and OTLP.
type pb struct{ b []byte }

func (w *pb) key(f, t int)      { w.b = binary.AppendUvarint(w.b, uint64(f<<3|t)) }
func (w *pb) v(f int, x uint64) { w.key(f, 0); w.b = binary.AppendUvarint(w.b, x) }
func (w *pb) bytes(f int, x []byte) {
	w.key(f, 2)
	w.b = binary.AppendUvarint(w.b, uint64(len(x)))
	w.b = append(w.b, x...)
}
func (w *pb) str(f int, x string)       { w.bytes(f, []byte(x)) }
func (w *pb) fx64(f int, x uint64)      { w.key(f, 1); w.b = binary.LittleEndian.AppendUint64(w.b, x) }
func (w *pb) msg(f int, fn func(m *pb)) { m := &pb{}; fn(m); w.bytes(f, m.b) }

func be(xs ...uint64) []byte {
	var o []byte
	for _, x := range xs {
		o = binary.BigEndian.AppendUint64(o, x)
	}
	return o
}
func jkv(m *pb, f int, t tag) {
	m.msg(f, func(k *pb) {
		k.str(1, t.k)
		switch t.t {
		case tStr:
			k.str(3, t.s)
		case tBool:
			k.v(2, 1)
			if t.b {
				k.v(4, 1)
			}
		case tLong:
			k.v(2, 2)
			k.v(5, uint64(t.i))
		}
	})
}

// jaeger.api_v2.PostSpansRequest
func jaegerPost(svc string, sp []span) []byte {
	w := &pb{}
	w.msg(1, func(b *pb) {
		for _, s := range sp {
			b.msg(1, func(m *pb) {
				m.bytes(1, be(s.hi, s.lo))
				m.bytes(2, be(s.id))
				m.str(3, s.op)
				if s.parent != 0 {
					m.msg(4, func(r *pb) { r.bytes(1, be(s.hi, s.lo)); r.bytes(2, be(s.parent)) })
				}
				m.v(5, 1)
				m.msg(6, func(t *pb) { t.v(1, uint64(s.start/1e6)); t.v(2, uint64(s.start%1e6)*1000) })
				m.msg(7, func(t *pb) { t.v(1, uint64(s.dur/1e6)); t.v(2, uint64(s.dur%1e6)*1000) })
				for _, t := range s.tags {
					jkv(m, 8, t)
				}
			})
		}
		b.msg(2, func(p *pb) {
			p.str(1, svc)
			for _, t := range procTags {
				jkv(p, 2, t)
			}
		})
	})
	return w.b
}
func okv(m *pb, f int, t tag) {
	m.msg(f, func(k *pb) {
		k.str(1, t.k)
		k.msg(2, func(v *pb) {
			switch t.t {
			case tStr:
				v.str(1, t.s)
			case tBool:
				x := uint64(0)
				if t.b {
					x = 1
				}
				v.v(2, x)
			case tLong:
				v.v(3, uint64(t.i))
			}
		})
	})
}

// opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest
func otlpExport(svc string, sp []span) []byte {
	w := &pb{}
	w.msg(1, func(rs *pb) {
		rs.msg(1, func(r *pb) {
			okv(r, 1, tag{k: "service.name", t: tStr, s: svc})
			for _, t := range procTags {
				okv(r, 1, t)
			}
		})
		rs.msg(2, func(ss *pb) {
			ss.msg(1, func(sc *pb) { sc.str(1, "load") })
			for _, s := range sp {
				ss.msg(2, func(m *pb) {
					m.bytes(1, be(s.hi, s.lo))
					m.bytes(2, be(s.id))
					if s.parent != 0 {
						m.bytes(4, be(s.parent))
					}
					m.str(5, s.op)
					m.v(6, 2)
					m.fx64(7, uint64(s.start)*1000)
					m.fx64(8, uint64(s.start+s.dur)*1000)
					for _, t := range s.tags {
						okv(m, 9, t)
					}
				})
			}
		})
	})
	return w.b
}
