"""jaeger-client 3.7.1, from the time when Jaeger's clients sent Zipkin's model: compact thrift to the agent's port 5775."""

import collections
import collections.abc
import json
import os
import threading
import time

collections.MutableMapping = collections.abc.MutableMapping  # tornado 4 looks for it where Python 3.10 has it no longer

import opentracing  # noqa: E402
from jaeger_client import Config  # noqa: E402
from order import order, tell, value, values  # noqa: E402

config = Config(
    config={
        "sampler": {"type": "const", "param": 1},
        "local_agent": {
            "reporting_host": os.environ["JAEGER_AGENT_HOST"],
            "reporting_port": int(os.environ["JAEGER_AGENT_PORT"]),
        },
    },
    service_name=os.environ["JAEGER_SERVICE_NAME"],
)
tracer = config.initialize_tracer()
contexts = {}
sent = []
for span in order(["string", "bool", "int64", "float64"]):
    # One reference is all that there is, whatever its type; every tag becomes text, and
    # several fields one JSON text, which a collector takes apart again where all of them are text.
    span["references"] = [{"type": "CHILD_OF", "to": reference["to"]} for reference in span["references"][:1]]
    parents = [opentracing.child_of(contexts[reference["to"]]) for reference in span["references"]]
    started = tracer.start_span(span["operation"], references=parents, start_time=span["startMicros"] / 1e6)
    kind = span.get("kind")
    if kind in ("client", "server"):
        started.set_tag("span.kind", kind)
    elif kind:  # Zipkin's thrift has no such kinds, they stay a tag
        span["tags"].append({"key": "span.kind", "type": "string", "value": span.pop("kind")})
    if span.pop("error", None):
        span["tags"].append({"key": "error", "type": "bool", "value": "true"})
    for tag in span["tags"]:
        started.set_tag(tag["key"], value(tag))
        if tag["key"] != "error":  # its text "True" is a collector's bool again
            tag.update(type="string", value=str(value(tag)))
    if kind not in ("client", "server") and not any(tag["key"] == "component" for tag in span["tags"]):
        span["tags"].append({"key": "component", "type": "string", "value": config.service_name})
    for log in span["logs"]:
        fields = values(log["fields"])
        started.log_kv(fields, log["micros"] / 1e6)
        if not all(isinstance(field, str) for field in fields.values()):
            log["fields"] = [{"key": "event", "type": "string", "value": json.dumps(fields)}]
    if "baggage" in span:
        started.set_baggage_item(span["baggage"]["key"], span["baggage"]["value"])
    started.finish((span["startMicros"] + span["durationMicros"]) / 1e6)
    contexts[span["operation"]] = started.context
    ids = {"service": config.service_name, "traceId": f"{started.trace_id:016x}", "spanId": f"{started.span_id:016x}"}
    sent.append(ids | span)

taken = threading.Event()  # a span goes to the reporter's thread, which drops what has not come to it when it is closed
tracer.reporter.io_loop.add_callback(taken.set)
taken.wait()
closed = tracer.close()
while not closed.done():  # by the reporter's thread
    time.sleep(0.01)
tell(sent)
