"""The spans to send, and the lines that say what was sent; the same for every library."""

import base64
import json
import pathlib
import time

SECOND = (int(time.time()) - 2) * 1_000_000


def order(types):
    """The spans of order.json with absolute times; `types` are the types of tags that the library has."""
    spans = json.loads(pathlib.Path(__file__).with_name("order.json").read_text("utf-8"))["spans"]
    for span in spans:
        span["startMicros"] += SECOND
        span["tags"] = [tag for tag in span["tags"] if tag["type"] in types]
        for log in span["logs"]:
            log["micros"] += SECOND
    return spans


def value(tag):
    """A tag's value as Python has it."""
    text = tag["value"]
    return {
        "string": lambda: text,
        "bool": lambda: text == "true",
        "int64": lambda: int(text),
        "float64": lambda: float(text),
        "binary": lambda: base64.b64decode(text),
    }[tag["type"]]()


def values(tags):
    return {tag["key"]: value(tag) for tag in tags}


def tell(sent):
    """Prints one line per trace, and the summary. `sent` are the spans with service, traceId and spanId."""
    by_operation = {span["operation"]: span for span in sent}
    traces = {}
    for span in sent:
        span["references"] = [
            {"type": reference["type"]} | {name: by_operation[reference["to"]][name] for name in ("traceId", "spanId")}
            for reference in span["references"]
        ]
        traces.setdefault(span["traceId"], []).append(span)
    for trace_id, spans in traces.items():
        spans = [{name: of for name, of in span.items() if name != "traceId"} for span in spans]
        print(json.dumps({"traceId": trace_id, "call": "order", "spans": spans}))
    print(json.dumps({"traces": len(traces), "spans": len(sent)}), flush=True)
