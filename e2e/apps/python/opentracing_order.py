"""Sends the order through an OpenTracing tracer of jaeger-client."""

import opentracing
from opentracing.ext import tags as ext

from order import order, value, values


def send(tracer, service):
    contexts = {}
    sent = []
    for span in order(["string", "bool", "int64", "float64"]):
        if kind := span.pop("kind", None):
            span["tags"].append({"key": ext.SPAN_KIND, "type": "string", "value": kind})
        if span.pop("error", None):
            span["tags"].append({"key": ext.ERROR, "type": "bool", "value": "true"})
        references = [
            (opentracing.child_of if to["type"] == "CHILD_OF" else opentracing.follows_from)(contexts[to["to"]])
            for to in span["references"]
        ]
        started = tracer.start_span(
            span["operation"], references=references, start_time=span["startMicros"] / 1e6
        )
        for tag in span["tags"]:
            started.set_tag(tag["key"], value(tag))
        for log in span["logs"]:
            started.log_kv(values(log["fields"]), log["micros"] / 1e6)
        if "baggage" in span:
            started.set_baggage_item(span["baggage"]["key"], span["baggage"]["value"])
        started.finish((span["startMicros"] + span["durationMicros"]) / 1e6)
        contexts[span["operation"]] = started.context
        ids = {"service": service, "traceId": f"{started.trace_id:x}", "spanId": f"{started.span_id:x}"}
        sent.append(ids | span)
    return sent
