package main

import (
	"log"
	"net"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
)

// answer sends requests until one is answered, and reports when that was, on the clock of the machine.
func answer(o options) {
	c := calls{o: o, method: postSpans}
	if o.kind == "otlp" {
		c.method = otlpExportMethod
	}
	pool, _ := messages(o.kind, options{kind: o.kind, spans: o.spans, tags: o.tags, pool: 1, services: 1})
	for end := time.Now().Add(time.Duration(o.secs * float64(time.Second))); time.Now().Before(end); time.Sleep(time.Millisecond) {
		knock, err := net.Dial("tcp", o.addr)
		if err != nil {
			continue
		}
		knock.Close()
		conn, err := grpc.NewClient(o.addr, grpc.WithTransportCredentials(insecure.NewCredentials()), grpc.WithDefaultCallOptions(grpc.ForceCodec(raw{})))
		if err != nil {
			log.Fatal(err)
		}
		c.call(conn, pool[0])
		conn.Close()
		if c.ok.Load() > 0 {
			report(map[string]any{"at": float64(time.Now().UnixNano()) / 1e9, "failed": c.failed.Load()})
			return
		}
	}
	report(map[string]any{"at": nil, "failed": c.failed.Load(), "error": c.lastError.Load()})
}
