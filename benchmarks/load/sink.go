package main

import (
	"encoding/json"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"sync/atomic"

	"google.golang.org/grpc"
	_ "google.golang.org/grpc/encoding/gzip"
)

// taken is what has arrived so far, of all protocols together.
var taken struct {
	requests, spans, bytes, wrong atomic.Int64
}

// sink takes everything, counts spans, and answers as a collector would whose storage has them.
func sink(o options) {
	if o.grpc != "" {
		go serveGrpc(o.grpc)
	}
	if o.relay != "" {
		go serveRelay(o.relay)
	}
	http.HandleFunc("/counts", func(w http.ResponseWriter, _ *http.Request) {
		json.NewEncoder(w).Encode(map[string]any{"requests": taken.requests.Load(), "spans": taken.spans.Load(),
			"bytes": taken.bytes.Load(), "wrong": taken.wrong.Load(), "cpu_s": cpuSelf()})
	})
	log.Fatal(http.ListenAndServe(o.http, nil))
}

func listen(addr string) net.Listener {
	l, err := net.Listen("tcp", addr)
	if err != nil {
		log.Fatal(err)
	}
	return l
}

func serveGrpc(addr string) {
	server := grpc.NewServer(grpc.ForceServerCodec(raw{}), grpc.MaxRecvMsgSize(64<<20), grpc.UnknownServiceHandler(take))
	log.Fatal(server.Serve(listen(addr)))
}

func take(_ any, stream grpc.ServerStream) error {
	method, _ := grpc.MethodFromServerStream(stream)
	for {
		var request []byte
		if err := stream.RecvMsg(&request); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		taken.requests.Add(1)
		taken.bytes.Add(int64(len(request)))
		taken.spans.Add(int64(spansOf(method, request)))
		if err := stream.SendMsg(new([]byte)); err != nil {
			return err
		}
	}
}
