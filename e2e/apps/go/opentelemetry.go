package main

import (
	"context"
	"errors"
	"os"
	"time"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracegrpc"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
)

var kinds = map[string]trace.SpanKind{
	"": trace.SpanKindInternal, "server": trace.SpanKindServer, "client": trace.SpanKindClient,
	"producer": trace.SpanKindProducer, "consumer": trace.SpanKindConsumer,
}

// sendOpenTelemetry sends the order through the OpenTelemetry SDK, set up from OTEL_* variables.
func sendOpenTelemetry() ([]*Span, error) {
	ctx := context.Background()
	var failed error
	otel.SetErrorHandler(otel.ErrorHandlerFunc(func(err error) { failed = errors.Join(failed, err) }))
	var exporter *otlptrace.Exporter
	var err error
	if os.Getenv("OTEL_EXPORTER_OTLP_PROTOCOL") == "grpc" {
		exporter, err = otlptracegrpc.New(ctx)
	} else {
		exporter, err = otlptracehttp.New(ctx)
	}
	if err != nil {
		return nil, err
	}
	provider := sdktrace.NewTracerProvider(sdktrace.WithBatcher(exporter))
	tracer := provider.Tracer("order", trace.WithInstrumentationVersion("1.2.3"))
	order, err := readOrder("string", "bool", "int64", "float64")
	if err != nil {
		return nil, err
	}
	contexts := map[string]trace.SpanContext{}
	for _, span := range order {
		span.Baggage = nil
		id := startAndEnd(ctx, tracer, span, contexts)
		contexts[span.Operation] = id
		span.Service, span.TraceID, span.SpanID = os.Getenv("OTEL_SERVICE_NAME"), id.TraceID().String(), id.SpanID().String()
	}
	return order, errors.Join(provider.Shutdown(ctx), failed)
}

func startAndEnd(ctx context.Context, tracer trace.Tracer, span *Span, contexts map[string]trace.SpanContext) trace.SpanContext {
	options := []trace.SpanStartOption{
		trace.WithTimestamp(span.start()), trace.WithSpanKind(kinds[span.Kind]), trace.WithAttributes(attributes(span.Tags)...),
	}
	for _, reference := range span.References {
		to := contexts[reference.To]
		if reference.Type == "CHILD_OF" {
			ctx = trace.ContextWithSpanContext(ctx, to)
		} else {
			options = append(options, trace.WithLinks(trace.Link{SpanContext: to}))
		}
	}
	_, started := tracer.Start(ctx, span.Operation, options...)
	for _, log := range span.Logs {
		started.AddEvent(log.Fields[0].Value, trace.WithTimestamp(time.UnixMicro(log.Micros)), trace.WithAttributes(attributes(log.Fields[1:])...))
	}
	if span.Error != "" {
		started.SetStatus(codes.Error, span.Error)
	}
	started.End(trace.WithTimestamp(span.end()))
	return started.SpanContext()
}

func attributes(tags []Tag) []attribute.KeyValue {
	var attributes []attribute.KeyValue
	for _, tag := range tags {
		switch value := tag.value().(type) {
		case bool:
			attributes = append(attributes, attribute.Bool(tag.Key, value))
		case int64:
			attributes = append(attributes, attribute.Int64(tag.Key, value))
		case float64:
			attributes = append(attributes, attribute.Float64(tag.Key, value))
		case string:
			attributes = append(attributes, attribute.String(tag.Key, value))
		}
	}
	return attributes
}
