package main

import (
	"bytes"
	"encoding/binary"
	"math/rand"
)

// request is a message, and where in it the id of its trace is, if that is to be changed.
type request struct {
	message []byte
	trace   []int
}

func requests(o options) (pool []request, bytes int) {
	r := rand.New(rand.NewSource(42))
	pool = make([]request, o.pool)
	for i := range pool {
		message, trace := message(r, o.kind, o, i)
		pool[i].message = message
		if o.unique {
			pool[i].trace = places(message, trace)
		}
		bytes += len(message)
	}
	return pool, bytes / len(pool)
}

func places(message, trace []byte) (all []int) {
	for at := 0; ; at += len(trace) {
		found := bytes.Index(message[at:], trace)
		if found < 0 {
			return all
		}
		at += found
		all = append(all, at)
	}
}

// again is the message for one more call, with a trace id that no other call has; in `own`, where it must be changed.
func (q request) again(own []byte, run, number uint64) []byte {
	if q.trace == nil {
		return q.message
	}
	own = append(own[:0], q.message...)
	for _, at := range q.trace {
		binary.BigEndian.PutUint64(own[at:], run)
		binary.BigEndian.PutUint64(own[at+8:], number*0x9e3779b97f4a7c15)
	}
	return own
}
