"""Makes ten traces a second of each operation, with jaeger-client and its remote sampler, and prints what the sampler
decided, until standard input ends. The library has no variables for its sampler: it is told here where to ask and how often."""

import json
import os
import sys
import threading
import time

from jaeger_client import Config

host, port = os.environ["JAEGER_SAMPLER_MANAGER_HOST_PORT"].split(":")
config = Config(
    config={
        "local_agent": {
            "reporting_host": host,
            "sampling_port": port,
            "reporting_port": os.environ["JAEGER_AGENT_PORT"],
        },
        "sampling_refresh_interval": 2,
        "reporter_flush_interval": 0.2,
    },
    service_name=os.environ["JAEGER_SERVICE_NAME"],
)
tracer = config.new_tracer()
ended = threading.Event()
threading.Thread(target=lambda: (sys.stdin.read(), ended.set()), daemon=True).start()
while not ended.wait(0.1):
    for operation in ("checkout", "health"):
        span = tracer.start_span(operation)
        span.finish()
        print(
            json.dumps({"operation": operation, "traceId": f"{span.trace_id:x}", "sampled": span.is_sampled()}),
            flush=True,
        )
closed = tracer.close()
while not closed.done():  # by the reporter's thread
    time.sleep(0.01)
