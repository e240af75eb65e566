package main

import (
	"os"
	"time"

	"github.com/opentracing/opentracing-go"
	"github.com/opentracing/opentracing-go/ext"
	"github.com/opentracing/opentracing-go/log"
	"github.com/uber/jaeger-client-go"
	"github.com/uber/jaeger-client-go/config"
)

// sendJaeger sends the order through jaeger-client-go, set up from JAEGER_* variables.
func sendJaeger() ([]*Span, error) {
	settings, err := config.FromEnv()
	if err != nil {
		return nil, err
	}
	tracer, closer, err := settings.NewTracer(config.Logger(jaeger.StdLogger))
	if err != nil {
		return nil, err
	}
	order, err := readOrder("string", "bool", "int64", "float64", "binary")
	if err != nil {
		return nil, err
	}
	contexts := map[string]opentracing.SpanContext{}
	for _, span := range order {
		if span.Kind != "" {
			span.Tags = append(span.Tags, Tag{string(ext.SpanKind), "string", span.Kind})
		}
		if span.Error != "" {
			span.Tags = append(span.Tags, Tag{string(ext.Error), "bool", "true"})
		}
		span.Kind, span.Error = "", ""
		context := sendOpenTracing(tracer, span, contexts)
		contexts[span.Operation] = context
		span.Service, span.TraceID, span.SpanID = os.Getenv("JAEGER_SERVICE_NAME"), context.TraceID().String(), context.SpanID().String()
	}
	return order, closer.Close()
}

func sendOpenTracing(tracer opentracing.Tracer, span *Span, contexts map[string]opentracing.SpanContext) jaeger.SpanContext {
	options := []opentracing.StartSpanOption{opentracing.StartTime(span.start())}
	for _, reference := range span.References {
		to := opentracing.FollowsFrom
		if reference.Type == "CHILD_OF" {
			to = opentracing.ChildOf
		}
		options = append(options, to(contexts[reference.To]))
	}
	started := tracer.StartSpan(span.Operation, options...)
	for _, tag := range span.Tags {
		started.SetTag(tag.Key, tag.value())
	}
	if span.Baggage != nil {
		started.SetBaggageItem(span.Baggage.Key, span.Baggage.Value)
	}
	finish := opentracing.FinishOptions{FinishTime: span.end()}
	for _, sent := range span.Logs {
		finish.LogRecords = append(finish.LogRecords, opentracing.LogRecord{Timestamp: time.UnixMicro(sent.Micros), Fields: fields(sent)})
	}
	started.FinishWithOptions(finish)
	return started.Context().(jaeger.SpanContext)
}

func fields(sent Log) []log.Field {
	var fields []log.Field
	for _, field := range sent.Fields {
		switch value := field.value().(type) {
		case bool:
			fields = append(fields, log.Bool(field.Key, value))
		case int64:
			fields = append(fields, log.Int64(field.Key, value))
		case float64:
			fields = append(fields, log.Float64(field.Key, value))
		case string:
			fields = append(fields, log.String(field.Key, value))
		}
	}
	return fields
}
