// Command freeports prints N free TCP ports of 127.0.0.1. They lie below the range that the kernel hands out by
// itself, so that no connection or port-0 listener takes one between here and its use.
package main

import (
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"strconv"
)

const lowest, highest = 15000, 32000

func main() {
	if len(os.Args) != 2 {
		fail("usage: freeports N")
	}
	n, err := strconv.Atoi(os.Args[1])
	if err != nil || n < 1 || n > 100 {
		fail(fmt.Sprintf("N is %q, expected a number from 1 to 100", os.Args[1]))
	}
	for tries := 0; n > 0; tries++ {
		if tries > highest-lowest {
			fail(fmt.Sprintf("no free port from %d to %d", lowest, highest))
		}
		port := lowest + rand.IntN(highest-lowest)
		// kept open to the end, so that no port is printed twice
		if _, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port)); err == nil {
			fmt.Print(port, " ")
			n--
		}
	}
	fmt.Println()
}

func fail(message string) {
	fmt.Fprintln(os.Stderr, "freeports:", message)
	os.Exit(1)
}
