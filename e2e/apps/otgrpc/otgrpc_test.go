package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"sort"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/uber/jaeger-client-go/testutils"
	"github.com/uber/jaeger-client-go/thrift"
	"github.com/uber/jaeger-client-go/thrift-gen/jaeger"
	collector "go.opentelemetry.io/proto/otlp/collector/trace/v1"
	common "go.opentelemetry.io/proto/otlp/common/v1"
	"google.golang.org/protobuf/proto"
)

// A backend that receives all spans shows exactly the traces that the client has printed: here the backend is the
// receiving end of the protocol itself, so what the program expects is compared with what its libraries send.

func TestSpansSentOverUDPAreThoseExpected(t *testing.T) {
	agent, err := testutils.StartMockAgent()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(agent.Close)
	host, port, _ := net.SplitHostPort(agent.SpanServerAddr())
	t.Setenv("JAEGER_AGENT_HOST", host)
	t.Setenv("JAEGER_AGENT_PORT", port)
	t.Setenv("JAEGER_TAGS", "deployment=e2e")

	expected, server := callShop(t, 20, 20, 3)
	if _, err := server.close(); err != nil {
		t.Fatal(err)
	}

	wanted := canonical(expected)
	var got []string
	for limit := time.Now().Add(10 * time.Second); len(got) < len(wanted) && time.Now().Before(limit); time.Sleep(10 * time.Millisecond) {
		got = received(agent.GetJaegerBatches())
	}
	compare(t, got, wanted)
	for _, batch := range agent.GetJaegerBatches() {
		if got := tagsOf(batch.Process.Tags)["deployment"]; got != "e2e" {
			t.Errorf("process tag deployment of %s is %v, expected that of JAEGER_TAGS", batch.Process.ServiceName, got)
		}
	}
}

func TestSpansSentToACollectorEndpointAreThoseExpected(t *testing.T) {
	endpoint := startCollector(t, http.StatusAccepted)
	expected, server := callShop(t, 5, 5, 1)
	reported, err := server.close()
	if err != nil {
		t.Fatal(err)
	}
	if err := reported.lost(); err != nil {
		t.Error(err)
	}
	compare(t, received(endpoint.batches), canonical(expected))
}

func TestSpansThatTheCollectorRefusesAreAnError(t *testing.T) {
	startCollector(t, http.StatusServiceUnavailable)
	_, server := callShop(t, 1, 0, 0)
	reported, err := server.close()
	if err != nil {
		t.Fatal(err)
	}
	if err := reported.lost(); err == nil || !strings.Contains(err.Error(), "3 could not be sent") {
		t.Errorf("error is %v, expected one about the 3 spans of the server; reported: %+v", err, reported)
	}
}

func TestSpansSentOverOTLPAreThoseExpected(t *testing.T) {
	var lock sync.Mutex
	var requests []*collector.ExportTraceServiceRequest
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		request := new(collector.ExportTraceServiceRequest)
		if err := proto.Unmarshal(body, request); err != nil {
			t.Error(err)
		}
		lock.Lock()
		defer lock.Unlock()
		requests = append(requests, request)
		w.Header().Set("Content-Type", "application/x-protobuf")
	}))
	t.Cleanup(server.Close)
	t.Setenv("OTEL_EXPORTER_OTLP_ENDPOINT", server.URL)

	ctx := context.Background()
	catalogue, err := newProvider(ctx, "http/protobuf", "catalogue")
	if err != nil {
		t.Fatal(err)
	}
	warehouse, err := newProvider(ctx, "http/protobuf", "warehouse")
	if err != nil {
		t.Fatal(err)
	}
	var wanted []string
	for i := range 50 {
		trace := otlpTrace(ctx, catalogue.Tracer("test"), warehouse.Tracer("test"), i)
		for _, span := range trace.Spans {
			wanted = append(wanted, fmt.Sprint(trace.TraceID, " ", span.Service, " ", span.Operation, " ", span.Parent >= 0, " ", span.Logs))
		}
	}
	if err := catalogue.Shutdown(ctx); err != nil {
		t.Fatal(err)
	}
	if err := warehouse.Shutdown(ctx); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, request := range requests {
		for _, resource := range request.ResourceSpans {
			service := resource.Resource.Attributes[slices.IndexFunc(resource.Resource.Attributes, func(a *common.KeyValue) bool { return a.Key == "service.name" })].Value.GetStringValue()
			for _, scope := range resource.ScopeSpans {
				for _, span := range scope.Spans {
					got = append(got, fmt.Sprintf("%x %s %s %t %d", span.TraceId, service, span.Name, len(span.ParentSpanId) > 0, len(span.Events)))
				}
			}
		}
	}
	sort.Strings(wanted)
	sort.Strings(got)
	compare(t, got, wanted)
}

// callShop runs a server and a client in this process and returns what the client expects. The client's tracer is
// closed, the server's not.
func callShop(t *testing.T, unary, stream, failing int) ([]Trace, *tracing) {
	t.Helper()
	serverTracing, err := newTracing("shop-server")
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := newServer(serverTracing)
	go server.Serve(listener)
	// ends when the server's last span is finished, too: the client has its answer before that
	defer server.GracefulStop()

	clientTracing, err := newTracing("shop-client")
	if err != nil {
		t.Fatal(err)
	}
	c, err := dial(clientTracing, listener.Addr().String(), 10*time.Second)
	if err != nil {
		t.Fatal(err)
	}
	defer c.conn.Close()
	var traces []Trace
	add := func(trace Trace, err error) {
		if err != nil {
			t.Fatal(err)
		}
		traces = append(traces, trace)
	}
	for i := range unary {
		add(c.unary(i))
	}
	for i := range failing {
		add(c.failing(i))
	}
	for i := range stream {
		add(c.stream(i))
	}
	if _, err := clientTracing.close(); err != nil {
		t.Fatal(err)
	}
	return traces, serverTracing
}

type collectorEndpoint struct {
	lock    sync.Mutex
	batches []*jaeger.Batch
}

func startCollector(t *testing.T, status int) *collectorEndpoint {
	t.Helper()
	endpoint := new(collectorEndpoint)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		buffer := thrift.NewTMemoryBuffer()
		if _, err := buffer.ReadFrom(r.Body); err != nil {
			t.Error(err)
		}
		batch := new(jaeger.Batch)
		if err := batch.Read(r.Context(), thrift.NewTBinaryProtocolConf(buffer, nil)); err != nil {
			t.Error(err)
		}
		endpoint.lock.Lock()
		defer endpoint.lock.Unlock()
		endpoint.batches = append(endpoint.batches, batch)
		w.WriteHeader(status)
	}))
	t.Cleanup(server.Close)
	t.Setenv("JAEGER_ENDPOINT", server.URL+"/api/traces")
	return endpoint
}

// canonical and received give one line per span, with the path of operations from the root to it.

func canonical(traces []Trace) []string {
	var lines []string
	for _, trace := range traces {
		for _, span := range trace.Spans {
			path := span.Operation
			for p := span.Parent; p >= 0; p = trace.Spans[p].Parent {
				path = trace.Spans[p].Operation + " > " + path
			}
			if span.TagCount != len(span.Tags) {
				path = "wrong tagCount: " + path
			}
			lines = append(lines, line(trace.TraceID, span.Service, path, span.Tags, span.Logs))
		}
	}
	sort.Strings(lines)
	return lines
}

func received(batches []*jaeger.Batch) []string {
	spans := map[int64]*jaeger.Span{}
	for _, batch := range batches {
		for _, span := range batch.Spans {
			spans[span.SpanId] = span
		}
	}
	var lines []string
	for _, batch := range batches {
		for _, span := range batch.Spans {
			path := span.OperationName
			for p := spans[span.ParentSpanId]; p != nil; p = spans[p.ParentSpanId] {
				path = p.OperationName + " > " + path
			}
			lines = append(lines, line(fmt.Sprintf("%016x", uint64(span.TraceIdLow)), batch.Process.ServiceName, path, tagsOf(span.Tags), len(span.Logs)))
		}
	}
	sort.Strings(lines)
	return lines
}

func line(traceID, service, path string, tags map[string]any, logs int) string {
	text, err := json.Marshal(tags)
	if err != nil {
		panic(err)
	}
	return fmt.Sprintf("%s %s: %s %s, %d logs", traceID, service, path, text, logs)
}

func tagsOf(tags []*jaeger.Tag) map[string]any {
	values := map[string]any{}
	for _, tag := range tags {
		switch tag.VType {
		case jaeger.TagType_BOOL:
			values[tag.Key] = tag.GetVBool()
		case jaeger.TagType_LONG:
			values[tag.Key] = tag.GetVLong()
		case jaeger.TagType_DOUBLE:
			values[tag.Key] = tag.GetVDouble()
		default:
			values[tag.Key] = tag.GetVStr()
		}
	}
	return values
}

func compare(t *testing.T, got, wanted []string) {
	t.Helper()
	if slices.Equal(got, wanted) {
		return
	}
	for _, line := range wanted {
		if !slices.Contains(got, line) {
			t.Errorf("missing: %s", line)
		}
	}
	for _, line := range got {
		if !slices.Contains(wanted, line) {
			t.Errorf("unexpected: %s", line)
		}
	}
	t.Errorf("%d spans, expected %d", len(got), len(wanted))
}
