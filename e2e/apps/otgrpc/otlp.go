package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"sync/atomic"
	"time"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracegrpc"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
)

func runOTLP(flags *flag.FlagSet, args []string) error {
	traces := flags.Int("traces", 1, "`number` of traces, of three spans in two services each")
	protocol := flags.String("protocol", envOr("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"), "grpc or http/protobuf (OTEL_EXPORTER_OTLP_PROTOCOL)")
	timeout := flags.Duration("timeout", 30*time.Second, "for sending everything; the endpoint comes from OTEL_EXPORTER_OTLP_ENDPOINT")
	if err := parse(flags, args); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), *timeout)
	defer cancel()
	// the SDK tells of refused and lost spans only here
	var failures atomic.Int64
	var last atomic.Pointer[error]
	otel.SetErrorHandler(otel.ErrorHandlerFunc(func(err error) {
		failures.Add(1)
		last.Store(&err)
	}))
	catalogue, err := newProvider(ctx, *protocol, "catalogue")
	if err != nil {
		return err
	}
	warehouse, err := newProvider(ctx, *protocol, "warehouse")
	if err != nil {
		return err
	}
	var summary Summary
	for i := range *traces {
		t := otlpTrace(ctx, catalogue.Tracer("otgrpc"), warehouse.Tracer("otgrpc"), i+1)
		summary.count(t)
		if err := printLine(t); err != nil {
			return err
		}
	}
	if err := errors.Join(catalogue.Shutdown(ctx), warehouse.Shutdown(ctx)); err != nil {
		return fmt.Errorf("sending the last spans to OTEL_EXPORTER_OTLP_ENDPOINT (%q): %w", os.Getenv("OTEL_EXPORTER_OTLP_ENDPOINT"), err)
	}
	if err := last.Load(); err != nil {
		return fmt.Errorf("%d failures while sending spans, the last: %w", failures.Load(), *err)
	}
	summary.Reported = Reported{Finished: summary.Spans, OK: summary.Spans}
	return printLine(summary)
}

func newProvider(ctx context.Context, protocol, service string) (*sdktrace.TracerProvider, error) {
	var exporter *otlptrace.Exporter
	var err error
	switch protocol {
	case "grpc":
		exporter, err = otlptracegrpc.New(ctx, otlptracegrpc.WithInsecure())
	case "http/protobuf":
		exporter, err = otlptracehttp.New(ctx, otlptracehttp.WithInsecure())
	default:
		err = fmt.Errorf("-protocol (OTEL_EXPORTER_OTLP_PROTOCOL) is %q, expected grpc or http/protobuf", protocol)
	}
	if err != nil {
		return nil, err
	}
	return sdktrace.NewTracerProvider(
		// blocking: a full queue slows this program down and loses nothing
		sdktrace.WithBatcher(exporter, sdktrace.WithBlocking()),
		sdktrace.WithResource(resource.NewSchemaless(attribute.String("service.name", service), attribute.String("deployment.environment", "e2e"))),
	), nil
}

// otlpTrace makes one trace. The expected tags are those of OpenTelemetry's mapping to Jaeger.
func otlpTrace(ctx context.Context, catalogue, warehouse trace.Tracer, number int) Trace {
	ctx, page := catalogue.Start(ctx, "GET /items", trace.WithSpanKind(trace.SpanKindServer), trace.WithAttributes(
		attribute.Int("http.response.status_code", 200), attribute.String("url.path", fmt.Sprintf("/items/%d", number)), attribute.Bool("cached", false)))
	_, query := catalogue.Start(ctx, "SELECT items", trace.WithSpanKind(trace.SpanKindClient), trace.WithAttributes(
		attribute.String("db.system.name", "postgresql"), attribute.Float64("db.load", 0.5)))
	query.End()
	_, reserve := warehouse.Start(ctx, "reserve", trace.WithSpanKind(trace.SpanKindConsumer))
	reserve.AddEvent("no stock", trace.WithAttributes(attribute.Int("wanted", number)))
	reserve.SetStatus(codes.Error, "nothing to reserve")
	reserve.End()
	page.End()

	t := Trace{TraceID: page.SpanContext().TraceID().String(), Call: "otlp"}
	parent := t.add(root(), "catalogue", "GET /items", map[string]any{
		"span.kind": "server", "http.response.status_code": 200, "url.path": fmt.Sprintf("/items/%d", number), "cached": false}, 0)
	t.add(parent, "catalogue", "SELECT items", map[string]any{"span.kind": "client", "db.system.name": "postgresql", "db.load": 0.5}, 0)
	t.add(parent, "warehouse", "reserve", map[string]any{
		"span.kind": "consumer", "error": true, "otel.status_code": "ERROR", "otel.status_description": "nothing to reserve"}, 1)
	return t
}
