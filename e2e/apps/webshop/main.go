// A web service with jaeger-client-go and its metrics of requests, under the names that these metrics had until 2018: the alerts
// of jaeger-mixin still ask for them. Set up from JAEGER_* variables; prints {"listening":…}. Answers /order, with 500 where
// the query says ?fail, and /metrics.
package main

import (
	"encoding/json"
	"fmt"
	"log"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/opentracing/opentracing-go"
	"github.com/opentracing/opentracing-go/ext"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	dto "github.com/prometheus/client_model/go"
	"github.com/uber/jaeger-client-go/config"
	jaegerprometheus "github.com/uber/jaeger-lib/metrics/prometheus"
)

func main() {
	if err := run(); err != nil {
		log.Fatal(err)
	}
}

func run() error {
	registry := prometheus.NewRegistry()
	tracer, err := newTracer(registry)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	http.HandleFunc("/order", func(w http.ResponseWriter, r *http.Request) { order(tracer, w, r) })
	http.Handle("/metrics", promhttp.HandlerFor(oldNames(registry), promhttp.HandlerOpts{}))
	if err := json.NewEncoder(os.Stdout).Encode(map[string]string{"listening": listener.Addr().String()}); err != nil {
		return err
	}
	return http.Serve(listener, nil)
}

func newTracer(registry *prometheus.Registry) (opentracing.Tracer, error) {
	settings, err := config.FromEnv()
	if err != nil {
		return nil, err
	}
	agent, err := url.Parse(os.Getenv("JAEGER_SAMPLING_ENDPOINT"))
	if err != nil {
		return nil, err
	}
	// Debug traces need credits, which the library asks of the agent; no agent of Jaeger's has ever had any.
	settings.Throttler = &config.ThrottlerConfig{
		HostPort:        agent.Host,
		RefreshInterval: time.Second,
	}
	settings.RPCMetrics = true
	factory := jaegerprometheus.New(jaegerprometheus.WithRegisterer(registry))
	tracer, _, err := settings.NewTracer(config.Metrics(factory))
	return tracer, err
}

// oldNames shows metrics as jaeger-client-go did before 2.16 and jaeger-lib before 2.0, whose modules the Go proxy no longer has:
// without "tracer" in their names and "_total" at the end. Requests have the prefix that Jaeger's own services gave to theirs.
func oldNames(registry prometheus.Gatherer) prometheus.Gatherer {
	return prometheus.GathererFunc(func() ([]*dto.MetricFamily, error) {
		families, err := registry.Gather()
		for _, family := range families {
			name := strings.TrimSuffix(family.GetName(), "_total")
			name = strings.Replace(name, "jaeger_tracer_", "jaeger_", 1)
			name = strings.Replace(name, "jaeger_rpc_", "jaeger_client_jaeger_rpc_", 1)
			family.Name = &name
		}
		return families, err
	})
}

func order(tracer opentracing.Tracer, w http.ResponseWriter, r *http.Request) {
	caller, _ := tracer.Extract(opentracing.HTTPHeaders, opentracing.HTTPHeadersCarrier(r.Header))
	span := tracer.StartSpan("order", ext.RPCServerOption(caller))
	defer span.Finish()
	status := http.StatusOK
	if r.URL.Query().Has("fail") {
		status = http.StatusInternalServerError
	}
	ext.HTTPStatusCode.Set(span, uint16(status))
	w.WriteHeader(status)
	fmt.Fprintln(w, status)
}
