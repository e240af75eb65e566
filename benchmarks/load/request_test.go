package main

import (
	"bytes"
	"math/rand"
	"testing"
)

func TestEveryCallHasATraceOfItsOwnInEverySpan(t *testing.T) {
	for kind, least := range map[string]int{"jaeger": 19, "otlp": 10} {
		message, trace := message(rand.New(rand.NewSource(1)), kind, options{spans: 10, tags: 10, services: 1}, 0)
		before := bytes.Clone(message)
		q := request{message, places(message, trace)}
		if len(q.trace) != least {
			t.Fatalf("%s: the trace's id is in %d places, expected %d", kind, len(q.trace), least)
		}
		one, other := q.again(nil, 7, 1), q.again(nil, 7, 2)
		if bytes.Equal(one, other) || bytes.Contains(one, trace) || len(one) != len(message) {
			t.Fatalf("%s: the same message twice, the old id, or another length", kind)
		}
		if !bytes.Equal(message, before) {
			t.Fatalf("%s: the pool's message was changed", kind)
		}
	}
}
