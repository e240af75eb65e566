package main

import (
	"fmt"

	"github.com/jaegertracing/jaeger/thrift-gen/jaeger"
	"github.com/jaegertracing/jaeger/thrift-gen/zipkincore"
)

const start = 1_700_000_000_000_000

// batch has every type of tag, a log and references, the same on each run.
func batch(service string, spans int) *jaeger.Batch {
	text, number, truth, float := "GET", int64(200), true, 0.25
	made := &jaeger.Batch{Process: &jaeger.Process{ServiceName: service, Tags: []*jaeger.Tag{
		{Key: "hostname", VType: jaeger.TagType_STRING, VStr: &text},
	}}}
	for i := 1; i <= spans; i++ {
		id := int64(i)
		made.Spans = append(made.Spans, &jaeger.Span{
			TraceIdLow: 7, TraceIdHigh: 1, SpanId: id, ParentSpanId: id - 1,
			OperationName: fmt.Sprintf("operation-%d", i), Flags: 1, StartTime: start + id, Duration: 10 * id,
			Tags: []*jaeger.Tag{
				{Key: "http.method", VType: jaeger.TagType_STRING, VStr: &text},
				{Key: "http.status_code", VType: jaeger.TagType_LONG, VLong: &number},
				{Key: "cached", VType: jaeger.TagType_BOOL, VBool: &truth},
				{Key: "share", VType: jaeger.TagType_DOUBLE, VDouble: &float},
				{Key: "raw", VType: jaeger.TagType_BINARY, VBinary: []byte{1, 2, 0xff}},
			},
			Logs: []*jaeger.Log{{Timestamp: start + id, Fields: []*jaeger.Tag{
				{Key: "event", VType: jaeger.TagType_STRING, VStr: &text},
			}}},
			References: []*jaeger.SpanRef{
				{RefType: jaeger.SpanRefType_FOLLOWS_FROM, TraceIdLow: 9, TraceIdHigh: 0, SpanId: 5},
			},
		})
	}
	return made
}

// zipkinSpans are one shared by client and server, and one of a server alone.
func zipkinSpans() []*zipkincore.Span {
	parent, from, took, high := int64(3), int64(start), int64(900), int64(1)
	client := &zipkincore.Endpoint{Ipv4: 0x7f000001, Port: 80, ServiceName: "web"}
	server := &zipkincore.Endpoint{Ipv4: 0x0a000001, Port: -1, ServiceName: "orders"}
	return []*zipkincore.Span{
		{
			TraceID: 7, TraceIDHigh: &high, ID: 11, ParentID: &parent, Name: "place", Debug: true,
			Timestamp: &from, Duration: &took,
			Annotations: []*zipkincore.Annotation{
				{Timestamp: start, Value: "cs", Host: client},
				{Timestamp: start + 100, Value: "sr", Host: server},
				{Timestamp: start + 150, Value: "cache miss", Host: server},
				{Timestamp: start + 160, Value: `{"event":"retry","attempt":"2"}`, Host: server},
				{Timestamp: start + 800, Value: "ss", Host: server},
				{Timestamp: start + 900, Value: "cr", Host: client},
			},
			BinaryAnnotations: []*zipkincore.BinaryAnnotation{
				{Key: "sa", Value: []byte{1}, AnnotationType: zipkincore.AnnotationType_BOOL, Host: server},
				{Key: "http.path", Value: []byte("/orders"), AnnotationType: zipkincore.AnnotationType_STRING},
				{Key: "size", Value: []byte{0, 0, 1, 0}, AnnotationType: zipkincore.AnnotationType_I32},
				{Key: "error", Value: []byte("timeout"), AnnotationType: zipkincore.AnnotationType_STRING},
				{Key: "jaeger.hostname", Value: []byte("node-1"), AnnotationType: zipkincore.AnnotationType_STRING},
			},
		},
		{
			TraceID: 8, ID: 12, Name: "check",
			Annotations: []*zipkincore.Annotation{
				{Timestamp: start + 5, Value: "sr", Host: server},
				{Timestamp: start + 25, Value: "ss", Host: server},
			},
		},
	}
}
