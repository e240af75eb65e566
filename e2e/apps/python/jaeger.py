"""jaeger-client, set up from JAEGER_* variables."""

import os
import time

from jaeger_client import Config
from opentracing_order import send
from order import tell

config = Config(config={"sampler": {"type": "const", "param": 1}}, service_name=os.environ["JAEGER_SERVICE_NAME"])
tracer = config.new_tracer()
sent = send(tracer, config.service_name)
closed = tracer.close()
while not closed.done():  # by the reporter's thread
    time.sleep(0.01)
tell(sent)
