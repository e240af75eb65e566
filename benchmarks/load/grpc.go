package main

import (
	"context"
	"log"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
)

const (
	postSpans        = "/jaeger.api_v2.CollectorService/PostSpans"
	otlpExportMethod = "/opentelemetry.proto.collector.trace.v1.TraceService/Export"
)

// raw passes messages through as bytes.
type raw struct{}

func (raw) Marshal(v any) ([]byte, error)   { return *(v.(*[]byte)), nil }
func (raw) Unmarshal(b []byte, v any) error { *(v.(*[]byte)) = append([]byte(nil), b...); return nil }
func (raw) Name() string                    { return "proto" }

// calls is a closed loop of `inflight` callers on each connection, or a pace that they share.
type calls struct {
	o         options
	method    string
	pool      []request
	start     time.Time
	end       time.Time
	next      atomic.Int64
	ok        atomic.Int64
	failed    atomic.Int64
	lastError atomic.Value
	lock      sync.Mutex
	millis    []float64
}

func grpcLoad(o options) {
	c := calls{o: o, method: postSpans}
	if o.kind == "otlp" {
		c.method = otlpExportMethod
	}
	var bytes int
	c.pool, bytes = requests(o)
	c.start = time.Now()
	c.end = c.start.Add(time.Duration(o.secs * float64(time.Second)))
	var all sync.WaitGroup
	for range o.conns {
		conn, err := grpc.NewClient(o.addr, grpc.WithTransportCredentials(insecure.NewCredentials()), grpc.WithDefaultCallOptions(grpc.ForceCodec(raw{})))
		if err != nil {
			log.Fatal(err)
		}
		for range o.inflight {
			all.Go(func() { c.caller(conn) })
		}
	}
	all.Wait()
	secs := time.Since(c.start).Seconds()
	spans := c.ok.Load() * int64(o.spans)
	slices.Sort(c.millis)
	report(map[string]any{"requests": c.ok.Load(), "spans": spans, "failed": c.failed.Load(), "error": c.lastError.Load(), "secs": secs,
		"spans_per_s": float64(spans) / secs, "bytes_per_request": bytes, "ms_p50": c.quantile(.5), "ms_p95": c.quantile(.95), "ms_p99": c.quantile(.99)})
}

func (c *calls) caller(conn *grpc.ClientConn) {
	var mine []float64
	var own []byte
	for time.Now().Before(c.end) {
		i := c.next.Add(1)
		if c.o.most > 0 && i*int64(c.o.spans) > c.o.most {
			break
		}
		if c.o.rate > 0 {
			due := c.start.Add(time.Duration(float64(i*int64(c.o.spans)) / float64(c.o.rate) * float64(time.Second)))
			if due.After(c.end) {
				break
			}
			time.Sleep(time.Until(due))
		}
		own = c.pool[i%int64(len(c.pool))].again(own, uint64(c.start.UnixNano()), uint64(i))
		mine = append(mine, c.call(conn, own))
	}
	c.lock.Lock()
	c.millis = append(c.millis, mine...)
	c.lock.Unlock()
}

func (c *calls) call(conn *grpc.ClientConn, request []byte) float64 {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	from := time.Now()
	var answer []byte
	if err := conn.Invoke(ctx, c.method, &request, &answer); err != nil {
		c.failed.Add(1)
		c.lastError.Store(err.Error())
	} else {
		c.ok.Add(1)
	}
	return float64(time.Since(from).Microseconds()) / 1000
}

func (c *calls) quantile(q float64) float64 {
	if len(c.millis) == 0 {
		return 0
	}
	return c.millis[int(q*float64(len(c.millis)-1))]
}
