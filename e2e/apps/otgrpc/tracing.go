package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"

	"github.com/opentracing/opentracing-go"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"github.com/prometheus/common/expfmt"
	"github.com/uber/jaeger-client-go"
	"github.com/uber/jaeger-client-go/config"
	jaegerprometheus "github.com/uber/jaeger-lib/metrics/prometheus"
)

// queueSize is how many finished spans wait for the reporter unless JAEGER_REPORTER_MAX_QUEUE_SIZE says otherwise. The
// library's own 100 is less than one fast loop produces, and a span lost in the client would look like one lost behind it.
const queueSize = 10_000

// tracing is a Jaeger tracer made from the environment, and its client-side metrics.
type tracing struct {
	tracer   opentracing.Tracer
	service  string
	closer   io.Closer
	registry *prometheus.Registry
}

// Reported is what a Jaeger client counts of its own spans.
type Reported struct {
	Finished int `json:"finished"`
	OK       int `json:"ok"`
	Failed   int `json:"failed"`
	Dropped  int `json:"dropped"`
}

func newTracing(defaultService string) (*tracing, error) {
	settings, err := (&config.Configuration{
		ServiceName: defaultService,
		Sampler:     &config.SamplerConfig{Type: jaeger.SamplerTypeConst, Param: 1},
		Reporter:    &config.ReporterConfig{QueueSize: queueSize},
	}).FromEnv()
	if err != nil {
		return nil, err
	}
	registry := prometheus.NewRegistry()
	tracer, closer, err := settings.NewTracer(
		config.Logger(stderrLogger{}),
		config.Metrics(jaegerprometheus.New(jaegerprometheus.WithRegisterer(registry))))
	if err != nil {
		return nil, err
	}
	return &tracing{tracer, settings.ServiceName, closer, registry}, nil
}

// close waits until every finished span has been sent, and says what became of them.
func (t *tracing) close() (Reported, error) {
	if err := t.closer.Close(); err != nil {
		return Reported{}, fmt.Errorf("closing the tracer: %w", err)
	}
	families, err := t.registry.Gather()
	if err != nil {
		return Reported{}, err
	}
	var r Reported
	counters := map[string]*int{
		"jaeger_tracer_finished_spans_total/sampled=y":      &r.Finished,
		"jaeger_tracer_reporter_spans_total/result=ok":      &r.OK,
		"jaeger_tracer_reporter_spans_total/result=err":     &r.Failed,
		"jaeger_tracer_reporter_spans_total/result=dropped": &r.Dropped,
	}
	for _, family := range families {
		for _, metric := range family.GetMetric() {
			key := family.GetName()
			for _, label := range metric.GetLabel() {
				key += "/" + label.GetName() + "=" + label.GetValue()
			}
			if counter := counters[key]; counter != nil {
				*counter = int(metric.GetCounter().GetValue())
			}
		}
		if _, err := expfmt.MetricFamilyToText(os.Stderr, family); err != nil {
			return r, err
		}
	}
	return r, nil
}

// lost is an error if the client itself has lost spans: then nothing can be said about the backend.
func (r Reported) lost() error {
	if r.Failed > 0 || r.Dropped > 0 {
		return fmt.Errorf("the client itself lost spans: %d could not be sent, %d did not fit its queue (JAEGER_REPORTER_MAX_QUEUE_SIZE)", r.Failed, r.Dropped)
	}
	return nil
}

// serveMetrics serves /metrics on address; an empty address serves nothing.
func (t *tracing) serveMetrics(address string) (string, error) {
	if address == "" {
		return "", nil
	}
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return "", err
	}
	mux := http.NewServeMux()
	mux.Handle("/metrics", promhttp.HandlerFor(t.registry, promhttp.HandlerOpts{}))
	go http.Serve(listener, mux)
	return listener.Addr().String(), nil
}

type stderrLogger struct{}

func (stderrLogger) Error(message string) { fmt.Fprintln(os.Stderr, "jaeger-client:", message) }

func (stderrLogger) Infof(message string, args ...any) {
	fmt.Fprintf(os.Stderr, "jaeger-client: "+message+"\n", args...)
}
