package main

import (
	"context"
	"fmt"

	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/wrapperspb"
)

const (
	placeMethod  = "/shop.Orders/Place"
	followMethod = "/shop.Orders/Follow"
	// serviceHeader tells the client under which service name the server reports its spans.
	serviceHeader = "shop-service"
	// failingOrder is the order that Place refuses.
	failingOrder = "out-of-stock"
	// updates is how many messages Follow sends.
	updates = 3
)

// orders is the service, as a generated interface would say it:
//
//	rpc Place(google.protobuf.StringValue) returns (google.protobuf.StringValue)
//	rpc Follow(google.protobuf.StringValue) returns (stream google.protobuf.StringValue)
type orders interface {
	place(ctx context.Context, order string) (string, error)
	follow(ctx context.Context, order string, send func(update string) error) error
}

var ordersService = grpc.ServiceDesc{
	ServiceName: "shop.Orders",
	HandlerType: (*orders)(nil),
	Methods:     []grpc.MethodDesc{{MethodName: "Place", Handler: handlePlace}},
	Streams:     []grpc.StreamDesc{{StreamName: "Follow", Handler: handleFollow, ServerStreams: true}},
}

func handlePlace(server any, ctx context.Context, decode func(any) error, intercept grpc.UnaryServerInterceptor) (any, error) {
	order := new(wrapperspb.StringValue)
	if err := decode(order); err != nil {
		return nil, err
	}
	place := func(ctx context.Context, request any) (any, error) {
		answer, err := server.(orders).place(ctx, request.(*wrapperspb.StringValue).Value)
		return wrapperspb.String(answer), err
	}
	return intercept(ctx, order, &grpc.UnaryServerInfo{Server: server, FullMethod: placeMethod}, place)
}

func handleFollow(server any, stream grpc.ServerStream) error {
	order := new(wrapperspb.StringValue)
	if err := stream.RecvMsg(order); err != nil {
		return err
	}
	return server.(orders).follow(stream.Context(), order.Value, func(update string) error {
		return stream.SendMsg(wrapperspb.String(update))
	})
}

// callPlace and callFollow are the client's side; both return the server's service name.
func callPlace(ctx context.Context, conn *grpc.ClientConn, order string) (string, error) {
	header := headers{}
	err := conn.Invoke(ctx, placeMethod, wrapperspb.String(order), new(wrapperspb.StringValue), grpc.Header(&header.MD), grpc.WaitForReady(true))
	return header.service(), err
}

func callFollow(ctx context.Context, conn *grpc.ClientConn, order string) (string, error) {
	stream, err := conn.NewStream(ctx, &ordersService.Streams[0], followMethod, grpc.WaitForReady(true))
	if err != nil {
		return "", err
	}
	if err := stream.SendMsg(wrapperspb.String(order)); err != nil {
		return "", err
	}
	if err := stream.CloseSend(); err != nil {
		return "", err
	}
	received, err := drain(stream)
	if err != nil {
		return "", err
	}
	if received != updates {
		return "", fmt.Errorf("the stream of order %s had %d updates, expected %d", order, received, updates)
	}
	md, err := stream.Header()
	return headers{md}.service(), err
}
