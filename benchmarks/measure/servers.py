"""Real storages, each one process on the generator's core, and what they hold."""
import json, os, shutil, urllib.request

import machine

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
STORAGES = os.path.join(ROOT, "runtime-storage")
JAVA = os.path.join(os.environ.get("JAVA_HOME", ""), "bin", "java")


class Elasticsearch:
    """The one of the integration tests; their launcher runs it until it is ended."""
    name, port, url = "elasticsearch", "9200", "http://127.0.0.1:9200"
    MODULE = os.path.join(STORAGES, "elasticsearch", "target")

    def __init__(self, run):
        home = os.environ["BENCH_ELASTICSEARCH"]
        files = os.path.join(run.out, "elasticsearch")
        shutil.rmtree(files, ignore_errors=True)
        os.makedirs(files)
        self.process = machine.start([JAVA, "-cp", os.path.join(self.MODULE, "test-classes"), "io.jaegerstack.storage.elasticsearch.real.RealElasticsearch",
                                      home, files, "127.0.0.1", "9200"], machine.LOAD_CORE, run.log("elasticsearch"))
        machine.await_(self.answers, 180, "Elasticsearch to answer")

    def answers(self):
        if self.process.poll() is not None:
            raise RuntimeError(f"Elasticsearch ended with {self.process.returncode}, see logs/elasticsearch.log")
        return self.request("GET", "_cluster/health?wait_for_status=yellow&timeout=60s")

    def request(self, method, path, body=None):
        request = urllib.request.Request(f"{self.url}/{path}", method=method, data=body and json.dumps(body).encode(), headers={"Content-Type": "application/json"})
        return json.loads(urllib.request.urlopen(request, timeout=90).read() or b"null")

    def stored(self, target):
        """Spans that a search would find now, whoever wrote them."""
        self.request("POST", "jaeger-span-*/_refresh?ignore_unavailable=true")
        return self.request("GET", "jaeger-span-*/_count?ignore_unavailable=true")["count"]

    def settle(self):
        """What waits to be merged is merged, so that reads of one run meet what reads of another do."""
        self.request("POST", "jaeger-*/_forcemerge?max_num_segments=1")

    def close(self):
        machine.stop(self.process, 30)


class Cassandra:
    """The one of the integration tests. A table has no cheap count: what collectors count as saved is asked of them, which they do when the server has answered."""
    name = "cassandra"
    CLASSES = os.pathsep.join(os.path.join(STORAGES, part) for part in ("cassandra/target/test-classes", "contract-tests/target/classes"))

    def __init__(self, run):
        log = run.log("cassandra")
        if os.path.exists(log):
            os.remove(log)
        self.process = machine.start([JAVA, f"-Dcassandra.server={STORAGES}/cassandra/server/target", "-cp", self.CLASSES,
                                      "io.jaegerstack.storage.cassandra.real.RealCassandra", "bench"], machine.LOAD_CORE, log)
        machine.await_(lambda: self.listens(log), 240, "Cassandra to listen")

    def listens(self, log):
        if self.process.poll() is not None:
            raise RuntimeError(f"Cassandra ended with {self.process.returncode}, see logs/cassandra.log")
        self.port = open(log).read().strip()
        return self.port

    def stored(self, target):
        return int(machine.counter(target.metrics, "jaeger_collector_spans_saved_by_svc_total", result="ok"))

    def settle(self):
        """Nothing: reads meet what writes left."""

    def close(self):
        machine.stop(self.process, 30)


SERVERS = {"elasticsearch": Elasticsearch, "cassandra": Cassandra}
