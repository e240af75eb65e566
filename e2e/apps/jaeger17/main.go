// Program jaeger17 is a TChannel client and server as Jaeger's were up to 1.17: tchannel-go with
// Jaeger's own thrift classes. Its module also pins Jaeger 1.17.1 itself, whose agent and all-in-one
// the tests build from it.
package main

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"time"

	athrift "github.com/apache/thrift/lib/go/thrift"
	"github.com/jaegertracing/jaeger/thrift-gen/jaeger"
	"github.com/jaegertracing/jaeger/thrift-gen/sampling"
	"github.com/jaegertracing/jaeger/thrift-gen/zipkincore"
	"github.com/uber/tchannel-go"
	"github.com/uber/tchannel-go/thrift"
)

const service = "jaeger-collector"

func main() {
	if len(os.Args) < 2 {
		fail(errors.New("usage: jaeger17 batches|zipkin|health|sampling|capture|udp|get ..."))
	}
	flags := flag.NewFlagSet(os.Args[1], flag.ExitOnError)
	address := flags.String("address", "", "host:port of the collector or agent")
	file := flags.String("file", "", "frames: 4 bytes of length, highest first, then the bytes")
	checksum := flags.String("checksum", "crc32", "crc32 or crc32c")
	perCall := flags.Int("per-call", 1, "frames of the file that make one call")
	timeout := flags.Duration("timeout", 10*time.Second, "of one call")
	name := flags.String("service", "", "whose sampling strategy is asked for")
	out := flags.String("out", "", "directory for captured bytes")
	must(flags.Parse(os.Args[2:]))
	switch os.Args[1] {
	case "batches":
		submitBatches(dial(*address, *checksum), groups(frames(*file), *perCall), *timeout)
	case "zipkin":
		submitZipkin(dial(*address, *checksum), groups(frames(*file), *perCall), *timeout)
	case "health":
		health(dial(*address, *checksum), *timeout)
	case "sampling":
		strategy(dial(*address, *checksum), *name, *timeout)
	case "capture":
		capture(*out)
	case "udp":
		udp(*address, frames(*file))
	case "get":
		get(flags.Arg(0))
	default:
		fail(fmt.Errorf("unknown subcommand %q", os.Args[1]))
	}
}

// dial returns a client of a collector; each line of output says how one call ended.
func dial(address, checksum string) thrift.TChanClient {
	kinds := map[string]tchannel.ChecksumType{
		"crc32": tchannel.ChecksumTypeCrc32, "crc32c": tchannel.ChecksumTypeCrc32C,
	}
	channel, err := tchannel.NewChannel("jaeger-agent", &tchannel.ChannelOptions{
		DefaultConnectionOptions: tchannel.ConnectionOptions{ChecksumType: kinds[checksum]},
	})
	must(err)
	channel.Peers().Add(address)
	return thrift.NewClient(channel, service, nil)
}

// without retries: what the collector says of each call is what is printed.
func context(timeout time.Duration) (thrift.Context, func()) {
	ctx, cancel := tchannel.NewContextBuilder(timeout).
		DisableTracing().
		SetRetryOptions(&tchannel.RetryOptions{RetryOn: tchannel.RetryNever}).
		Build()
	return thrift.Wrap(ctx), cancel
}

type outcome struct {
	Ok    []bool `json:"ok"`
	Code  string `json:"code,omitempty"`
	Error string `json:"error,omitempty"`
}

func printed(oks []bool, err error) {
	result := outcome{Ok: oks}
	if err != nil {
		result.Code = tchannel.GetSystemErrorCode(err).MetricsKey()
		result.Error = err.Error()
	}
	must(json.NewEncoder(os.Stdout).Encode(result))
}

func submitBatches(client thrift.TChanClient, calls [][][]byte, timeout time.Duration) {
	collector := jaeger.NewTChanCollectorClient(client)
	for _, call := range calls {
		var batches []*jaeger.Batch
		for _, frame := range call {
			batch := &jaeger.Batch{}
			must(batch.Read(protocol(frame)))
			batches = append(batches, batch)
		}
		ctx, cancel := context(timeout)
		answers, err := collector.SubmitBatches(ctx, batches)
		cancel()
		oks := []bool{}
		for _, answer := range answers {
			oks = append(oks, answer.Ok)
		}
		printed(oks, err)
	}
}

func submitZipkin(client thrift.TChanClient, calls [][][]byte, timeout time.Duration) {
	collector := zipkincore.NewTChanZipkinCollectorClient(client)
	for _, call := range calls {
		var spans []*zipkincore.Span
		for _, frame := range call {
			span := &zipkincore.Span{}
			must(span.Read(protocol(frame)))
			spans = append(spans, span)
		}
		ctx, cancel := context(timeout)
		answers, err := collector.SubmitZipkinBatch(ctx, spans)
		cancel()
		oks := []bool{}
		for _, answer := range answers {
			oks = append(oks, answer.Ok)
		}
		printed(oks, err)
	}
}

func health(client thrift.TChanClient, timeout time.Duration) {
	meta := newMetaClient(client)
	ctx, cancel := context(timeout)
	defer cancel()
	ok, err := meta(ctx)
	printed([]bool{ok}, err)
}

func strategy(client thrift.TChanClient, service string, timeout time.Duration) {
	ctx, cancel := context(timeout)
	defer cancel()
	answer, err := sampling.NewTChanSamplingManagerClient(client).GetSamplingStrategy(ctx, service)
	must(err)
	must(json.NewEncoder(os.Stdout).Encode(answer))
}

func udp(address string, packets [][]byte) {
	connection, err := net.Dial("udp", address)
	must(err)
	for _, packet := range packets {
		_, err := connection.Write(packet)
		must(err)
		time.Sleep(time.Millisecond)
	}
}

func get(url string) {
	answer, err := http.Get(url)
	must(err)
	_, err = io.Copy(os.Stdout, answer.Body)
	must(err)
	if answer.StatusCode != http.StatusOK {
		os.Exit(22)
	}
}

func frames(file string) [][]byte {
	bytes, err := os.ReadFile(file)
	must(err)
	var all [][]byte
	for len(bytes) > 0 {
		length := binary.BigEndian.Uint32(bytes)
		all = append(all, bytes[4:4+length])
		bytes = bytes[4+length:]
	}
	return all
}

func groups(frames [][]byte, size int) [][][]byte {
	var all [][][]byte
	for len(frames) > size {
		all = append(all, frames[:size])
		frames = frames[size:]
	}
	return append(all, frames)
}

func protocol(frame []byte) athrift.TProtocol {
	transport := athrift.NewTMemoryBufferLen(len(frame))
	_, err := io.Copy(transport, bytes.NewReader(frame))
	must(err)
	return athrift.NewTBinaryProtocolTransport(transport)
}

func must(err error) {
	if err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "jaeger17:", err)
	os.Exit(1)
}
