package main

import (
	"encoding/json"
	"io"
	"os"
	"time"

	"github.com/opentracing/opentracing-go"
	"github.com/uber/jaeger-client-go"
	"github.com/uber/jaeger-client-go/config"
)

// operations are what the sampling programs make traces of.
var operations = []string{"checkout", "health"}

// decision is what the sampler said of one trace.
type decision struct {
	Operation string `json:"operation"`
	TraceID   string `json:"traceId"`
	Sampled   bool   `json:"sampled"`
}

// sample makes ten traces a second of each operation, with jaeger-client-go and the sampler of its JAEGER_* variables,
// and prints a line for each, until standard input ends.
func sample() error {
	settings, err := config.FromEnv()
	if err != nil {
		return err
	}
	tracer, closer, err := settings.NewTracer(config.Logger(jaeger.StdLogger))
	if err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() {
		_, err := io.Copy(io.Discard, os.Stdin)
		ended <- err
	}()
	ticks := time.NewTicker(100 * time.Millisecond)
	defer ticks.Stop()
	out := json.NewEncoder(os.Stdout)
	for {
		select {
		case err := <-ended:
			if closing := closer.Close(); err == nil {
				err = closing
			}
			return err
		case <-ticks.C:
			if err := sampleOnce(tracer, out); err != nil {
				return err
			}
		}
	}
}

func sampleOnce(tracer opentracing.Tracer, out *json.Encoder) error {
	for _, operation := range operations {
		span := tracer.StartSpan(operation)
		span.Finish()
		context := span.Context().(jaeger.SpanContext)
		if err := out.Encode(decision{operation, context.TraceID().String(), context.IsSampled()}); err != nil {
			return err
		}
	}
	return nil
}
