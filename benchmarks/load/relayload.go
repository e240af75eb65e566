package main

import (
	"bufio"
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"log"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"github.com/klauspost/compress/zstd"
)

// framesInPool are different bodies; ids and sequence numbers are new in every frame.
const framesInPool = 32

// body is what a frame carries, packed already.
type body struct {
	codec                    byte
	packets, spans, unpacked uint32
	bytes                    []byte
	checksum                 uint32
}

// agents is what all connections have done.
type agents struct {
	frames, spans, stored, dropped, back, rejected, bytes atomic.Int64
	next                                                  atomic.Int64
	failure                                               atomic.Value
}

func relayLoad(o options) {
	pool := bodies(o)
	var a agents
	start := time.Now()
	var all sync.WaitGroup
	for i := range o.conns {
		all.Go(func() {
			if err := a.agent(o, pool, start, i); err != nil {
				a.failure.Store(err.Error())
			}
		})
	}
	all.Wait()
	secs := time.Since(start).Seconds()
	report(map[string]any{"requests": a.frames.Load(), "spans": a.stored.Load(), "sent": a.spans.Load(), "dropped": a.dropped.Load(), "back": a.back.Load(),
		"failed": a.rejected.Load(), "error": a.failure.Load(), "secs": secs, "spans_per_s": float64(a.stored.Load()) / secs,
		"bytes_per_request": len(pool[0].bytes), "bytes": a.bytes.Load()})
}

func bodies(o options) []body {
	packer, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1))
	if err != nil {
		log.Fatal(err)
	}
	o.pool = 4096 / o.spans
	packets, _ := messages("compact", o)
	pool := make([]body, framesInPool)
	k := 0
	for i := range pool {
		plain := []byte{0, 0} // no tags of the agent
		b := &pool[i]
		for len(plain) < o.frame {
			p := packets[k%len(packets)]
			k++
			plain = append(binary.BigEndian.AppendUint32(append(plain, packetCompact), uint32(len(p))), p...)
			b.packets++
			b.spans += uint32(o.spans)
		}
		b.unpacked, b.bytes = uint32(len(plain)), plain
		if o.codec == "zstd" {
			b.codec, b.bytes = codecZstd, packer.EncodeAll(plain, nil)
		}
		b.checksum = crc32.Checksum(b.bytes, castagnoli)
	}
	return pool
}

// agent is one connection: it sends while its window has room, and ends when every frame has its receipt.
func (a *agents) agent(o options, pool []body, start time.Time, number int) error {
	conn, err := net.Dial("tcp", o.addr)
	if err != nil {
		return err
	}
	defer conn.Close()
	in := bufio.NewReader(conn)
	if _, err := conn.Write(hello(fmt.Sprintf("load-%d", number))); err != nil {
		return err
	}
	message, err := readMessage(in, nil)
	if err != nil {
		return err
	}
	room, err := window(message)
	if err != nil {
		return err
	}
	w := &unreceived{room: room, frames: map[uint32]int64{}}
	w.changed.L = &w.lock
	receipts := make(chan error, 1)
	go func() { receipts <- a.receipts(in, w) }()
	if err := a.send(o, conn, pool, start, w); err != nil {
		return err
	}
	w.awaitNone(20 * time.Second)
	conn.Close()
	<-receipts
	return nil
}

func (a *agents) send(o options, conn net.Conn, pool []body, start time.Time, w *unreceived) error {
	end := start.Add(time.Duration(o.secs * float64(time.Second)))
	var generation [16]byte
	rand.Read(generation[:])
	for id := uint32(1); time.Now().Before(end); id++ {
		b := &pool[int(id)%len(pool)]
		if o.rate > 0 {
			due := a.next.Add(int64(b.spans))
			time.Sleep(time.Until(start.Add(time.Duration(float64(due) / float64(o.rate) * float64(time.Second)))))
		}
		if !w.take(id, int64(len(b.bytes)), end) {
			return nil
		}
		buffers := net.Buffers{head(b, id, generation, w.lowest()), b.bytes}
		if _, err := buffers.WriteTo(conn); err != nil {
			return err
		}
		a.frames.Add(1)
		a.spans.Add(int64(b.spans))
		a.bytes.Add(int64(len(b.bytes)))
	}
	return nil
}

func head(b *body, id uint32, generation [16]byte, lowest uint32) []byte {
	h := binary.BigEndian.AppendUint32(make([]byte, 0, 4+frameHead), uint32(frameHead+len(b.bytes)))
	h = binary.BigEndian.AppendUint32(append(h, msgFrame), id)
	h = append(h, generation[:]...)
	h = binary.BigEndian.AppendUint64(h, uint64(id)) // the sequence number: one connection a generation
	h = binary.BigEndian.AppendUint64(h, uint64(lowest))
	h = append(h, b.codec)
	for _, v := range []uint32{b.packets, b.spans, b.unpacked, b.checksum} {
		h = binary.BigEndian.AppendUint32(h, v)
	}
	return h
}

func (a *agents) receipts(in *bufio.Reader, w *unreceived) error {
	var message []byte
	var err error
	for {
		if message, err = readMessage(in, message); err != nil {
			return err
		}
		if message[0] != msgReceipts {
			continue
		}
		rest := message[3:]
		for range binary.BigEndian.Uint16(message[1:]) {
			id := binary.BigEndian.Uint32(rest)
			switch outcome := rest[4]; outcome {
			case 0, 1:
				a.stored.Add(int64(binary.BigEndian.Uint32(rest[5:])))
				a.dropped.Add(int64(binary.BigEndian.Uint32(rest[9:])))
			case 2:
				a.back.Add(1)
			default:
				a.rejected.Add(1)
			}
			w.give(id)
			rest = rest[19+binary.BigEndian.Uint16(rest[17:]):]
		}
	}
}
