package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
)

// The relay's messages, as docs/adr/015-relay.md has them.
const (
	relayMagic   = 0x4A535259
	relayVersion = 1

	msgHello, msgWelcome, msgFrame, msgReceipts, msgHeartbeat, msgGoAway = 1, 2, 3, 4, 5, 6

	codecNone, codecZstd = 0, 1

	packetCompact = 1

	// frameHead is what comes before a frame's body: type, id, generation, two sequence numbers, codec, packets, spans, bytes, checksum.
	frameHead = 1 + 4 + 16 + 8 + 8 + 1 + 4 + 4 + 4 + 4

	largestMessage = 16 << 20
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// readMessage reads one message into buffer, which grows as it must: its type is the first byte.
func readMessage(r io.Reader, buffer []byte) ([]byte, error) {
	var head [4]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return nil, err
	}
	n := int(binary.BigEndian.Uint32(head[:]))
	if n < 1 || n > largestMessage {
		return nil, fmt.Errorf("a message of %d bytes, expected 1 to %d", n, largestMessage)
	}
	if cap(buffer) < n {
		buffer = make([]byte, n)
	}
	buffer = buffer[:n]
	_, err := io.ReadFull(r, buffer)
	return buffer, err
}

// sealed puts the length of a message before it.
func sealed(message []byte) []byte {
	return append(binary.BigEndian.AppendUint32(nil, uint32(len(message))), message...)
}

func text(b []byte, s string) []byte {
	return append(binary.BigEndian.AppendUint16(b, uint16(len(s))), s...)
}

func hello(name string) []byte {
	b := binary.BigEndian.AppendUint32([]byte{msgHello}, relayMagic)
	b = append(b, relayVersion)
	return sealed(text(text(b, ""), name))
}

func welcome(window uint32) []byte {
	b := binary.BigEndian.AppendUint32([]byte{msgWelcome}, relayMagic)
	b = append(b, relayVersion, 0)
	b = binary.BigEndian.AppendUint32(b, largestMessage)
	b = binary.BigEndian.AppendUint32(b, window)
	return sealed(text(b, ""))
}

// window reads how many bytes without a receipt a WELCOME allows.
func window(message []byte) (int64, error) {
	if len(message) < 15 || message[0] != msgWelcome || binary.BigEndian.Uint32(message[1:]) != relayMagic {
		return 0, errors.New("the other side does not speak the relay")
	}
	if status := message[6]; status != 0 {
		return 0, fmt.Errorf("not welcome: status %d", status)
	}
	return int64(binary.BigEndian.Uint32(message[11:])), nil
}

// countPackets reads a frame's unpacked body: how many packets, and how many spans those of the compact protocol have.
func countPackets(body []byte) (packets, spans int, err error) {
	defer func() {
		if recover() != nil {
			err = errors.New("a body that ends too early")
		}
	}()
	tags := int(binary.BigEndian.Uint16(body))
	body = body[2:]
	for range 2 * tags {
		body = body[2+binary.BigEndian.Uint16(body):]
	}
	for len(body) > 0 {
		n := binary.BigEndian.Uint32(body[1:])
		if body[0] == packetCompact {
			spans += spansOfCompact(body[5 : 5+n])
		}
		body = body[5+n:]
		packets++
	}
	return packets, spans, nil
}
