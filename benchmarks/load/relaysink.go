package main

import (
	"bufio"
	"encoding/binary"
	"hash/crc32"
	"log"
	"net"

	"github.com/klauspost/compress/zstd"
)

// checkedEvery: of so many frames one is read to its end, and its spans counted, against what the agent says of it.
const checkedEvery = 16

func serveRelay(addr string) {
	l := listen(addr)
	for {
		conn, err := l.Accept()
		if err != nil {
			log.Fatal(err)
		}
		go func() {
			defer conn.Close()
			if err := takeFrames(conn); err != nil {
				log.Printf("relay from %v: %v", conn.RemoteAddr(), err)
			}
		}()
	}
}

func takeFrames(conn net.Conn) error {
	unpacker, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1))
	if err != nil {
		return err
	}
	in := bufio.NewReaderSize(conn, 512<<10)
	message, err := readMessage(in, nil)
	if err != nil {
		return err
	}
	if len(message) < 6 || message[0] != msgHello {
		return net.UnknownNetworkError("no HELLO")
	}
	if _, err := conn.Write(welcome(16 << 20)); err != nil {
		return err
	}
	var unpacked []byte
	for n := 0; ; n++ {
		if message, err = readMessage(in, message); err != nil {
			return err
		}
		if message[0] != msgFrame || len(message) < frameHead {
			taken.wrong.Add(1)
			continue
		}
		outcome := byte(0)
		spans := binary.BigEndian.Uint32(message[frameHead-12:])
		if unpacked, err = checked(message, unpacker, unpacked, n%checkedEvery == 0); err != nil {
			log.Printf("a wrong frame: %v", err)
			taken.wrong.Add(1)
			outcome, spans = 3, 0
		} else {
			taken.requests.Add(1)
			taken.bytes.Add(int64(len(message)))
			taken.spans.Add(int64(spans))
		}
		if _, err := conn.Write(receipt(binary.BigEndian.Uint32(message[1:]), outcome, spans)); err != nil {
			return err
		}
	}
}

func receipt(id uint32, outcome byte, spans uint32) []byte {
	b := binary.BigEndian.AppendUint16([]byte{msgReceipts}, 1)
	b = append(binary.BigEndian.AppendUint32(b, id), outcome)
	b = binary.BigEndian.AppendUint32(b, spans)
	b = binary.BigEndian.AppendUint64(b, 0) // dropped, and how long to wait
	return sealed(text(b, ""))
}

// checked holds a frame's checksum against its body, unpacks it, and where wholly counts what is in it.
func checked(frame []byte, unpacker *zstd.Decoder, unpacked []byte, wholly bool) ([]byte, error) {
	body := frame[frameHead:]
	if sum := binary.BigEndian.Uint32(frame[frameHead-4:]); sum != crc32.Checksum(body, castagnoli) {
		return unpacked, errWrong("checksum")
	}
	if frame[frameHead-17] == codecZstd {
		var err error
		if unpacked, err = unpacker.DecodeAll(body, unpacked[:0]); err != nil {
			return unpacked, err
		}
		body = unpacked
	}
	if len(body) != int(binary.BigEndian.Uint32(frame[frameHead-8:])) {
		return unpacked, errWrong("length of the body")
	}
	if !wholly {
		return unpacked, nil
	}
	packets, spans, err := countPackets(body)
	if err == nil && packets != int(binary.BigEndian.Uint32(frame[frameHead-16:])) {
		err = errWrong("number of packets")
	}
	if err == nil && spans != int(binary.BigEndian.Uint32(frame[frameHead-12:])) {
		err = errWrong("number of spans")
	}
	return unpacked, err
}

type errWrong string

func (e errWrong) Error() string { return "its " + string(e) + " is not what its head says" }
