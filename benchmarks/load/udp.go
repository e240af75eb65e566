package main

import (
	"log"
	"net"
	"time"

	"golang.org/x/net/ipv4"
)

// atOnce packets go to the kernel in one sendmmsg.
const atOnce = 16

// packets sends a pool of packets in turn.
type packets struct {
	conn     *ipv4.PacketConn
	pool     [][]byte
	next     int
	messages [atOnce]ipv4.Message
	sent     int64
	errors   int64
}

func newPackets(addr string, pool [][]byte) *packets {
	to, err := net.ResolveUDPAddr("udp", addr)
	if err != nil {
		log.Fatal(err)
	}
	conn, err := net.DialUDP("udp", nil, to)
	if err != nil {
		log.Fatal(err)
	}
	conn.SetWriteBuffer(4 << 20)
	return &packets{conn: ipv4.NewPacketConn(conn), pool: pool}
}

// send sends at most n packets and says how many went out.
func (p *packets) send(n int64) int64 {
	n = min(n, atOnce)
	for i := range n {
		k := (p.next + int(i)) % len(p.pool)
		p.messages[i].Buffers = p.pool[k : k+1]
	}
	out, err := p.conn.WriteBatch(p.messages[:n], 0)
	if err != nil {
		p.errors++
	}
	if out <= 0 {
		return 0
	}
	p.next = (p.next + out) % len(p.pool)
	p.sent += int64(out)
	return int64(out)
}

func udpLoad(o options) {
	pool, bytes := messages("compact", o)
	p := newPackets(o.addr, pool)
	start := time.Now()
	if o.burst > 0 {
		p.bursts(o)
	} else {
		p.paced(o, start)
	}
	secs := time.Since(start).Seconds()
	spans := p.sent * int64(o.spans)
	report(map[string]any{"packets": p.sent, "spans": spans, "bytes_per_packet": bytes, "secs": secs, "spans_per_s": float64(spans) / secs, "errors": p.errors})
}

func (p *packets) bursts(o options) {
	for i := range o.bursts {
		if i > 0 {
			time.Sleep(time.Second)
		}
		for left := int64(o.burst); left > 0; {
			left -= p.send(left)
		}
	}
}

func (p *packets) paced(o options, start time.Time) {
	for {
		elapsed := time.Since(start).Seconds()
		if elapsed >= o.secs {
			return
		}
		due := int64(atOnce)
		if o.rate > 0 {
			due = int64(elapsed*float64(o.rate))/int64(o.spans) - p.sent
			if due <= 0 {
				time.Sleep(200 * time.Microsecond)
				continue
			}
		}
		p.send(due)
	}
}
