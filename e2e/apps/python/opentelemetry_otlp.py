"""The OpenTelemetry SDK with its OTLP exporters, set up from OTEL_* variables."""

import os

from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

from order import order, tell, value, values

if os.environ["OTEL_EXPORTER_OTLP_PROTOCOL"] == "grpc":
    from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter
else:
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

provider = TracerProvider()
provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
tracer = provider.get_tracer("order", "1.2.3")

contexts = {}
sent = []
for span in order(["string", "bool", "int64", "float64"]):
    span.pop("baggage", None)
    parents = [to["to"] for to in span["references"] if to["type"] == "CHILD_OF"]
    around = [trace.NonRecordingSpan(contexts[parent]) for parent in parents]
    started = tracer.start_span(
        span["operation"],
        context=trace.set_span_in_context(around[0]) if around else None,
        kind=trace.SpanKind[span.get("kind", "internal").upper()],
        links=[trace.Link(contexts[to["to"]]) for to in span["references"] if to["type"] == "FOLLOWS_FROM"],
        start_time=span["startMicros"] * 1000,
    )
    for tag in span["tags"]:
        started.set_attribute(tag["key"], value(tag))
    for log in span["logs"]:
        fields = values(log["fields"])
        started.add_event(fields.pop("event"), fields, log["micros"] * 1000)
    if "error" in span:
        started.set_status(trace.Status(trace.StatusCode.ERROR, span["error"]))
    started.end((span["startMicros"] + span["durationMicros"]) * 1000)
    context = contexts[span["operation"]] = started.get_span_context()
    ids = {"traceId": trace.format_trace_id(context.trace_id), "spanId": trace.format_span_id(context.span_id)}
    sent.append({"service": os.environ["OTEL_SERVICE_NAME"]} | ids | span)

provider.shutdown()
tell(sent)
