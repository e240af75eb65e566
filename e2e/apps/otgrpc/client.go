package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"maps"
	"os/signal"
	"syscall"
	"time"

	grpc_opentracing "github.com/grpc-ecosystem/go-grpc-middleware/tracing/opentracing"
	"github.com/opentracing/opentracing-go"
	"github.com/uber/jaeger-client-go"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"
)

func runClient(flags *flag.FlagSet, args []string) error {
	server := flags.String("server", envOr("SHOP_ADDRESS", "127.0.0.1:25051"), "`address` of the server (SHOP_ADDRESS)")
	unary := flags.Int("unary", 1, "`number` of unary calls, each a trace of its own")
	stream := flags.Int("stream", 1, "`number` of streaming calls, each a trace of its own")
	failing := flags.Int("failing", 0, "`number` of unary calls that the server refuses, besides -unary")
	every := flags.Duration("every", 0, "pause between two calls; SIGTERM, or the subcommand stop in the same container, ends them early")
	brief := flags.Bool("brief", false, "say only how many spans each trace has, for runs that are too long for all of it")
	metrics := flags.String("metrics", envOr("METRICS_LISTEN", ""), "`address` for /metrics (METRICS_LISTEN); empty: none")
	timeout := flags.Duration("timeout", 30*time.Second, "for each call, waiting for the server included")
	if err := parse(flags, args); err != nil {
		return err
	}
	t, err := newTracing("shop-client")
	if err != nil {
		return err
	}
	if _, err := t.serveMetrics(*metrics); err != nil {
		return err
	}
	c, err := dial(t, *server, *timeout)
	if err != nil {
		return err
	}
	defer c.conn.Close()

	var summary Summary
	calls := []struct {
		number int
		call   func(number int) (Trace, error)
	}{{*unary, c.unary}, {*failing, c.failing}, {*stream, c.stream}}
	stop, cancel := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer cancel()
	for i := range max(*unary, *failing, *stream) {
		for _, kind := range calls {
			if i >= kind.number || stop.Err() != nil {
				continue
			}
			trace, err := kind.call(i + 1)
			if err != nil {
				return err
			}
			summary.count(trace)
			if err := printLine(trace.line(*brief)); err != nil {
				return err
			}
			select {
			case <-time.After(*every):
			case <-stop.Done():
			}
		}
	}
	if summary.Reported, err = t.close(); err != nil {
		return err
	}
	return errors.Join(printLine(summary), summary.Reported.lost())
}

type client struct {
	*tracing
	conn    *grpc.ClientConn
	timeout time.Duration
}

func dial(t *tracing, server string, timeout time.Duration) (client, error) {
	conn, err := grpc.NewClient(server, grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithUnaryInterceptor(grpc_opentracing.UnaryClientInterceptor(grpc_opentracing.WithTracer(t.tracer))),
		grpc.WithStreamInterceptor(grpc_opentracing.StreamClientInterceptor(grpc_opentracing.WithTracer(t.tracer))))
	return client{t, conn, timeout}, err
}

func (c client) unary(number int) (Trace, error) {
	order := fmt.Sprintf("unary-%d", number)
	return c.trace("unary", "checkout", order, nil, func(ctx context.Context, trace *Trace) error {
		service, err := callPlace(ctx, c.conn, order)
		expectPlace(trace, c.expectCall(trace, placeMethod, nil), service, order)
		return err
	})
}

func (c client) failing(int) (Trace, error) {
	return c.trace("failing", "checkout", failingOrder, map[string]any{"error": true}, func(ctx context.Context, trace *Trace) error {
		service, err := callPlace(ctx, c.conn, failingOrder)
		if status.Code(err) != codes.FailedPrecondition {
			return fmt.Errorf("order %s was answered with %v, expected FailedPrecondition", failingOrder, err)
		}
		expectPlace(trace, c.expectCall(trace, placeMethod, err), service, failingOrder)
		return nil
	})
}

func (c client) stream(number int) (Trace, error) {
	order := fmt.Sprintf("stream-%d", number)
	return c.trace("stream", "follow order", order, nil, func(ctx context.Context, trace *Trace) error {
		service, err := callFollow(ctx, c.conn, order)
		expectFollow(trace, c.expectCall(trace, followMethod, nil), service)
		return err
	})
}

// trace runs a call inside a span of its own; each call adds the spans below the root.
func (c client) trace(call, operation, order string, more map[string]any, do func(context.Context, *Trace) error) (Trace, error) {
	tags := map[string]any{"order.id": order, "order.items": 3, "order.vip": true}
	maps.Copy(tags, more)
	span := c.tracer.StartSpan(operation)
	for key, value := range tags {
		span.SetTag(key, value)
	}
	id, ok := span.Context().(jaeger.SpanContext)
	if !ok || !id.IsSampled() {
		return Trace{}, errors.New("the trace is not sampled: JAEGER_DISABLED or JAEGER_SAMPLER_* leave nothing to expect; set JAEGER_SAMPLER_TYPE=const, JAEGER_SAMPLER_PARAM=1")
	}
	// a root says which sampler took it: sampler.type and sampler.param
	for key, value := range span.(*jaeger.Span).Tags() {
		tags[key] = value
	}
	trace := Trace{TraceID: id.TraceID().String(), Call: call}
	trace.add(root(), c.service, operation, tags, 0)
	ctx, cancel := context.WithTimeout(opentracing.ContextWithSpan(context.Background(), span), c.timeout)
	defer cancel()
	err := do(ctx, &trace)
	span.Finish()
	if err != nil {
		return trace, fmt.Errorf("call for order %s to %s: %w", order, c.conn.Target(), err)
	}
	return trace, nil
}

// expectCall adds the span that the client's interceptor makes; refused is the error the server answered with.
func (c client) expectCall(trace *Trace, method string, refused error) int {
	tags := map[string]any{"component": "gRPC", "span.kind": "client"}
	if refused != nil {
		tags["error"] = true
		return trace.add(0, c.service, method, tags, 1)
	}
	return trace.add(0, c.service, method, tags, 0)
}
