// Command go sends the spans of order.json through the tracing clients of Go, and prints what it has sent.
package main

import (
	"fmt"
	"os"
)

var clients = map[string]func() ([]*Span, error){
	"jaeger":        sendJaeger,
	"opentelemetry": sendOpenTelemetry,
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "go:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) == 1 && args[0] == "sampling" {
		return sample()
	}
	if len(args) != 1 || clients[args[0]] == nil {
		return fmt.Errorf("arguments are %q, expected jaeger, opentelemetry or sampling", args)
	}
	sent, err := clients[args[0]]()
	if err != nil {
		return err
	}
	return printSent(sent)
}
