package main

import (
	"io"
	"net"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/jaegertracing/jaeger/thrift-gen/jaeger"
	"github.com/jaegertracing/jaeger/thrift-gen/zipkincore"
	"github.com/uber/tchannel-go"
	"github.com/uber/tchannel-go/thrift"
	"github.com/uber/tchannel-go/thrift/gen-go/meta"
)

// accepting answers as Jaeger's collector does whose queue has room.
type accepting struct{}

func (accepting) SubmitBatches(_ thrift.Context, batches []*jaeger.Batch) ([]*jaeger.BatchSubmitResponse, error) {
	answers := []*jaeger.BatchSubmitResponse{}
	for range batches {
		answers = append(answers, &jaeger.BatchSubmitResponse{Ok: true})
	}
	return answers, nil
}

func (accepting) SubmitZipkinBatch(_ thrift.Context, spans []*zipkincore.Span) ([]*zipkincore.Response, error) {
	answers := []*zipkincore.Response{}
	for range spans {
		answers = append(answers, &zipkincore.Response{Ok: true})
	}
	return answers, nil
}

// busy refuses as Jaeger's collector does that reports a full queue.
type busy struct{ accepting }

func (busy) SubmitBatches(thrift.Context, []*jaeger.Batch) ([]*jaeger.BatchSubmitResponse, error) {
	return nil, tchannel.ErrServerBusy
}

// capture writes what client and server say to each other into the directory, both ends real: a
// file for each conversation and direction.
func capture(directory string) {
	conversation(directory, "crc32", accepting{}, "crc32", func(client thrift.TChanClient) {
		call(client, []*jaeger.Batch{batch("shop", 3)})
		call(client, []*jaeger.Batch{batch("shop", 1), batch("stock", 2)})
		callZipkin(client, zipkinSpans())
		ctx, cancel := context(time.Minute)
		defer cancel()
		_, err := newMetaClient(client)(ctx)
		must(err)
	})
	conversation(directory, "crc32c", accepting{}, "crc32c", func(client thrift.TChanClient) {
		call(client, []*jaeger.Batch{batch("shop", 1)})
	})
	conversation(directory, "fragments", accepting{}, "crc32", func(client thrift.TChanClient) {
		call(client, []*jaeger.Batch{batch("bulk", 250)})
	})
	conversation(directory, "busy", busy{}, "crc32", func(client thrift.TChanClient) {
		ctx, cancel := context(time.Minute)
		defer cancel()
		_, err := jaeger.NewTChanCollectorClient(client).SubmitBatches(ctx, []*jaeger.Batch{batch("shop", 1)})
		if tchannel.GetSystemErrorCode(err) != tchannel.ErrCodeBusy {
			fail(err)
		}
	})
}

func conversation(directory, name string, server interface {
	jaeger.TChanCollector
	zipkincore.TChanZipkinCollector
}, checksum string, talk func(thrift.TChanClient)) {
	channel, err := tchannel.NewChannel(service, nil)
	must(err)
	register := thrift.NewServer(channel)
	register.Register(jaeger.NewTChanCollectorServer(server))
	register.Register(zipkincore.NewTChanZipkinCollectorServer(server))
	must(channel.ListenAndServe("127.0.0.1:0"))
	relay, done := recording(directory, name, channel.PeerInfo().HostPort)
	talk(dial(relay, checksum))
	channel.Close()
	done()
}

// recording relays one connection to target, and keeps what passes.
func recording(directory, name, target string) (string, func()) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(err)
	toServer, err := os.Create(filepath.Join(directory, "tchannel-"+name+"-client.bin"))
	must(err)
	toClient, err := os.Create(filepath.Join(directory, "tchannel-"+name+"-server.bin"))
	must(err)
	var both sync.WaitGroup
	both.Add(2)
	go func() {
		client, err := listener.Accept()
		must(err)
		server, err := net.Dial("tcp", target)
		must(err)
		pass := func(to, from net.Conn, record *os.File) {
			defer both.Done()
			_, _ = io.Copy(io.MultiWriter(to, record), from)
			_ = to.Close()
		}
		go pass(server, client, toServer)
		go pass(client, server, toClient)
	}()
	return listener.Addr().String(), func() {
		both.Wait()
		must(toServer.Close())
		must(toClient.Close())
	}
}

func call(client thrift.TChanClient, batches []*jaeger.Batch) {
	ctx, cancel := context(time.Minute)
	defer cancel()
	_, err := jaeger.NewTChanCollectorClient(client).SubmitBatches(ctx, batches)
	must(err)
}

func callZipkin(client thrift.TChanClient, spans []*zipkincore.Span) {
	ctx, cancel := context(time.Minute)
	defer cancel()
	_, err := zipkincore.NewTChanZipkinCollectorClient(client).SubmitZipkinBatch(ctx, spans)
	must(err)
}

func newMetaClient(client thrift.TChanClient) func(thrift.Context) (bool, error) {
	return func(ctx thrift.Context) (bool, error) {
		var result meta.MetaHealthResult
		traffic := meta.HealthRequestType_TRAFFIC
		arguments := meta.MetaHealthArgs{Hr: &meta.HealthRequest{Type: &traffic}}
		if _, err := client.Call(ctx, "Meta", "health", &arguments, &result); err != nil {
			return false, err
		}
		return result.GetSuccess().GetOk(), nil
	}
}
