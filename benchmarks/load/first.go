package main

import (
	"encoding/json"
	"log"
	"net"
	"net/http"
	"time"
)

// first sends one-span packets until the sink has a span, and reports when that was, on the clock of the machine.
func first(o options) {
	pool, _ := messages("compact", options{spans: 1, tags: o.tags, pool: 1, services: 1})
	conn, err := net.Dial("udp", o.addr)
	if err != nil {
		log.Fatal(err)
	}
	before := counts(o.http)
	end := time.Now().Add(time.Duration(o.secs * float64(time.Second)))
	packets := 0
	for time.Now().Before(end) {
		if _, err := conn.Write(pool[0]); err == nil {
			packets++
		}
		if counts(o.http) > before {
			report(map[string]any{"at": float64(time.Now().UnixNano()) / 1e9, "packets": packets})
			return
		}
		time.Sleep(time.Millisecond)
	}
	report(map[string]any{"at": nil, "packets": packets})
}

func counts(addr string) int64 {
	answer, err := http.Get("http://" + addr + "/counts")
	if err != nil {
		log.Fatal(err)
	}
	defer answer.Body.Close()
	var c struct{ Spans int64 }
	if err := json.NewDecoder(answer.Body).Decode(&c); err != nil {
		log.Fatal(err)
	}
	return c.Spans
}
