package main

import (
	"fmt"
	"math/rand"
	"time"
)

// The span that every format here carries: about 390 bytes with its ten tags, seven texts, two numbers and a truth.
type tag struct {
	k string
	t int // 0 string,2 bool,3 long  (jaeger.thrift TagType / model ValueType: proto STRING0 BOOL1 INT64 2)
	s string
	b bool
	i int64
}
type span struct {
	hi, lo, id, parent uint64
	op                 string
	start, dur         int64 // us
	tags               []tag
}

const (
	tStr  = 0
	tBool = 2
	tLong = 3
)

func mkTags(r *rand.Rand, n int) []tag {
	base := []tag{
		{k: "span.kind", t: tStr, s: "server"},
		{k: "component", t: tStr, s: "net/http"},
		{k: "http.method", t: tStr, s: "GET"},
		{k: "http.url", t: tStr, s: fmt.Sprintf("/api/v1/customers/%06d/orders?limit=50", r.Intn(1000000))},
		{k: "http.status_code", t: tLong, i: 200},
		{k: "peer.address", t: tStr, s: fmt.Sprintf("10.%d.%d.%d:%d", r.Intn(255), r.Intn(255), r.Intn(255), 20000+r.Intn(40000))},
		{k: "peer.service", t: tStr, s: "order-service"},
		{k: "request.id", t: tStr, s: fmt.Sprintf("%016x%016x", r.Uint64(), r.Uint64())},
		{k: "response.size", t: tLong, i: int64(r.Intn(100000))},
		{k: "cache.hit", t: tBool, b: r.Intn(2) == 0},
	}
	for len(base) < n {
		base = append(base, tag{k: fmt.Sprintf("extra.%d", len(base)), t: tStr, s: fmt.Sprintf("value-%d", r.Intn(100000))})
	}
	return base[:n]
}

func mkSpans(r *rand.Rand, n, ntags, ops int) []span {
	// one trace per batch, root + children of the root
	hi, lo := r.Uint64(), r.Uint64()
	out := make([]span, n)
	root := r.Uint64() >> 1
	now := time.Now().UnixMicro()
	for i := range out {
		out[i] = span{hi: hi, lo: lo, id: r.Uint64() >> 1, parent: root, op: fmt.Sprintf("HTTP GET /op-%d", r.Intn(ops)), start: now + int64(i)*100, dur: int64(1000 + r.Intn(100000)), tags: mkTags(r, ntags)}
	}
	out[0].id, out[0].parent = root, 0
	return out
}
