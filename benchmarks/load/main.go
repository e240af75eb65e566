// load makes load and takes it: generators of UDP packets, gRPC requests and relay frames, and one sink for all that agents send.
//
//	load udp   -addr 127.0.0.1:6831  -rate 100000 -spans 10 -secs 10      packets at a rate
//	load udp   -addr 127.0.0.1:6831  -burst 1000 -bursts 10 -spans 10     bursts of packets back to back, a second apart
//	load grpc  -addr 127.0.0.1:14250 -kind jaeger|otlp -spans 100 -secs 10 [-rate N] [-conns 2] [-inflight 8]
//	load grpc  … -unique [-spread 3600] [-most 1000000]                   every trace once, begun within the last hour, a million spans
//	load relay -addr 127.0.0.1:14277 -codec none|zstd -spans 10 -secs 10 [-rate N] [-conns 1]
//	load sink  -grpc 127.0.0.1:14250 -relay 127.0.0.1:14277 -http 127.0.0.1:19999
//	load first -addr 127.0.0.1:6831 -http 127.0.0.1:19999                 waits for the first packet that arrives at the sink
//	load answer -addr 127.0.0.1:14250 -kind jaeger|otlp               waits for the first request that is answered
//	load dump  -kind compact|jaeger|otlp -spans 10 -o FILE
//
// Every generator encodes its pool of messages before the clock starts, prints one line of JSON at its end, and counts spans.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"math/rand"
	"os"
	"syscall"
)

type options struct {
	addr, kind, codec, grpc, relay, http, out       string
	rate, spans, tags, conns, inflight, pool, burst int
	bursts, services, frame                         int
	most                                            int64
	secs, spread                                    float64
	unique                                          bool
}

func main() {
	if len(os.Args) < 2 {
		log.Fatal("expected one of udp, grpc, relay, sink, first, answer, dump")
	}
	var o options
	fs := flag.NewFlagSet(os.Args[1], flag.ExitOnError)
	fs.StringVar(&o.addr, "addr", "127.0.0.1:6831", "where to send")
	fs.StringVar(&o.kind, "kind", "jaeger", "jaeger, otlp; dump also compact")
	fs.StringVar(&o.codec, "codec", "none", "of frames: none or zstd")
	fs.StringVar(&o.grpc, "grpc", "", "sink: address of api_v2 and OTLP")
	fs.StringVar(&o.relay, "relay", "", "sink: address of the relay")
	fs.StringVar(&o.http, "http", "127.0.0.1:19999", "address of the sink's counts")
	fs.StringVar(&o.out, "o", "", "dump: file")
	fs.IntVar(&o.rate, "rate", 0, "spans a second, 0 for as many as are taken")
	fs.IntVar(&o.spans, "spans", 10, "spans a packet or request")
	fs.IntVar(&o.tags, "tags", 10, "tags a span")
	fs.IntVar(&o.conns, "conns", 2, "connections")
	fs.IntVar(&o.inflight, "inflight", 8, "requests at once on each connection")
	fs.IntVar(&o.pool, "pool", 512, "different messages")
	fs.IntVar(&o.burst, "burst", 0, "packets back to back, instead of a rate")
	fs.IntVar(&o.bursts, "bursts", 1, "how many bursts")
	fs.IntVar(&o.services, "services", 10, "different services")
	fs.IntVar(&o.frame, "frame", 256<<10, "relay: bytes of packets in a frame")
	fs.BoolVar(&o.unique, "unique", false, "grpc: gives each request a trace id of its own, for storages that keep a span once")
	fs.Int64Var(&o.most, "most", 0, "grpc: ends after this many spans")
	fs.Float64Var(&o.spread, "spread", 0, "grpc: traces begin within so many seconds before now")
	fs.Float64Var(&o.secs, "secs", 10, "how long")
	fs.Parse(os.Args[2:])
	run := map[string]func(options){"udp": udpLoad, "grpc": grpcLoad, "relay": relayLoad, "sink": sink, "first": first, "answer": answer, "dump": dump}[os.Args[1]]
	if run == nil {
		log.Fatalf("unknown command %q, expected one of udp, grpc, relay, sink, first, answer, dump", os.Args[1])
	}
	run(o)
}

// message makes the i-th of a pool, and says which trace it is of: the same ones in every run, but for the time.
func message(r *rand.Rand, kind string, o options, i int) (body, trace []byte) {
	spans := mkSpans(r, o.spans, o.tags, 20)
	begin(r, spans, o.spread)
	service := fmt.Sprintf("service-%02d", i%o.services)
	trace = be(spans[0].hi, spans[0].lo)
	switch kind {
	case "compact":
		return compactEmitBatch(service, spans), trace
	case "otlp":
		return otlpExport(service, spans), trace
	case "jaeger":
		return jaegerPost(service, spans), trace
	}
	log.Fatalf("kind is %q, expected compact, jaeger or otlp", kind)
	return nil, nil
}

// begin moves a trace to some moment of the last `spread` seconds.
func begin(r *rand.Rand, spans []span, spread float64) {
	if spread == 0 {
		return
	}
	back := int64(r.Float64() * spread * 1e6)
	for i := range spans {
		spans[i].start -= back
	}
}

func messages(kind string, o options) (pool [][]byte, bytes int) {
	r := rand.New(rand.NewSource(42))
	pool = make([][]byte, o.pool)
	for i := range pool {
		pool[i], _ = message(r, kind, o, i)
		bytes += len(pool[i])
	}
	return pool, bytes / len(pool)
}

func dump(o options) {
	pool, _ := messages(o.kind, options{spans: o.spans, tags: o.tags, pool: 1, services: 1})
	if err := os.WriteFile(o.out, pool[0], 0o644); err != nil {
		log.Fatal(err)
	}
}

func report(figures map[string]any) {
	figures["cpu_s"] = cpuSelf()
	json.NewEncoder(os.Stdout).Encode(figures)
}

func cpuSelf() float64 {
	var r syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &r)
	return float64(r.Utime.Sec+r.Stime.Sec) + float64(r.Utime.Usec+r.Stime.Usec)/1e6
}
