package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"os/signal"
	"syscall"

	grpc_opentracing "github.com/grpc-ecosystem/go-grpc-middleware/tracing/opentracing"
	"github.com/opentracing/opentracing-go"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/health"
	"google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/wrapperspb"
)

func runServer(flags *flag.FlagSet, args []string) error {
	listen := flags.String("listen", envOr("SHOP_LISTEN", "127.0.0.1:25051"), "`address` for gRPC (SHOP_LISTEN); port 0: any, printed")
	metrics := flags.String("metrics", envOr("METRICS_LISTEN", ""), "`address` for /metrics (METRICS_LISTEN); empty: none")
	if err := parse(flags, args); err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	t, err := newTracing("shop-server")
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", *listen)
	if err != nil {
		return err
	}
	metricsAddress, err := t.serveMetrics(*metrics)
	if err != nil {
		return err
	}
	server := newServer(t)
	go func() {
		<-ctx.Done()
		server.GracefulStop()
	}()
	if err := printLine(map[string]string{"listening": listener.Addr().String(), "metrics": metricsAddress}); err != nil {
		return err
	}
	if err := server.Serve(listener); err != nil {
		return err
	}
	reported, err := t.close()
	if err != nil {
		return err
	}
	return errors.Join(printLine(map[string]any{"service": t.service, "reported": reported}), reported.lost())
}

func newServer(t *tracing) *grpc.Server {
	options := []grpc_opentracing.Option{
		grpc_opentracing.WithTracer(t.tracer),
		// a readiness probe is no one's trace
		grpc_opentracing.WithFilterFunc(func(_ context.Context, method string) bool {
			return method == placeMethod || method == followMethod
		}),
	}
	server := grpc.NewServer(
		grpc.UnaryInterceptor(grpc_opentracing.UnaryServerInterceptor(options...)),
		grpc.StreamInterceptor(grpc_opentracing.StreamServerInterceptor(options...)))
	server.RegisterService(&ordersService, shop{t})
	grpc_health_v1.RegisterHealthServer(server, health.NewServer())
	return server
}

// shop answers orders, with child spans as a real service has them. expectPlace and expectFollow list the same spans.
type shop struct{ *tracing }

func (s shop) place(ctx context.Context, order string) (string, error) {
	if err := grpc.SetHeader(ctx, metadata.Pairs(serviceHeader, s.service)); err != nil {
		return "", err
	}
	stock, _ := opentracing.StartSpanFromContextWithTracer(ctx, s.tracer, "load stock", opentracing.Tags{"stock.item": order, "stock.count": 7})
	stock.Finish()
	if order == failingOrder {
		return "", status.Error(codes.FailedPrecondition, "the order is out of stock")
	}
	charge, _ := opentracing.StartSpanFromContextWithTracer(ctx, s.tracer, "charge card", opentracing.Tags{"amount": 12.5, "currency": "EUR", "recurring": false})
	charge.LogKV("event", "charged", "attempt", 1)
	charge.Finish()
	return "placed " + order, nil
}

func (s shop) follow(ctx context.Context, order string, send func(string) error) error {
	if err := grpc.SetHeader(ctx, metadata.Pairs(serviceHeader, s.service)); err != nil {
		return err
	}
	for i := range updates {
		span, _ := opentracing.StartSpanFromContextWithTracer(ctx, s.tracer, "send update", opentracing.Tags{"update.number": i + 1})
		err := send(fmt.Sprintf("%s: update %d", order, i+1))
		span.Finish()
		if err != nil {
			return err
		}
	}
	return nil
}

func expectPlace(t *Trace, parent int, service, order string) {
	if order == failingOrder {
		server := t.add(parent, service, placeMethod, map[string]any{"component": "gRPC", "span.kind": "server", "error": true}, 1)
		t.add(server, service, "load stock", map[string]any{"stock.item": order, "stock.count": 7}, 0)
		return
	}
	server := t.add(parent, service, placeMethod, map[string]any{"component": "gRPC", "span.kind": "server"}, 0)
	t.add(server, service, "load stock", map[string]any{"stock.item": order, "stock.count": 7}, 0)
	t.add(server, service, "charge card", map[string]any{"amount": 12.5, "currency": "EUR", "recurring": false}, 1)
}

func expectFollow(t *Trace, parent int, service string) {
	server := t.add(parent, service, followMethod, map[string]any{"component": "gRPC", "span.kind": "server"}, 0)
	for i := range updates {
		t.add(server, service, "send update", map[string]any{"update.number": i + 1}, 0)
	}
}

type headers struct{ metadata.MD }

func (h headers) service() string {
	if values := h.Get(serviceHeader); len(values) == 1 {
		return values[0]
	}
	return ""
}

// drain reads a stream to its end and returns the number of messages.
func drain(stream grpc.ClientStream) (int, error) {
	for n := 0; ; n++ {
		err := stream.RecvMsg(new(wrapperspb.StringValue))
		if err == io.EOF {
			return n, nil
		}
		if err != nil {
			return n, err
		}
	}
}
