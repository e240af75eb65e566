// Command otgrpc is the classic traced service that JaegerStack's end-to-end tests run unchanged: a gRPC server and client
// that report through jaeger-client-go, set up from JAEGER_* variables and traced by go-grpc-middleware's OpenTracing
// interceptors; and, next to it, a client that reports through the OpenTelemetry SDK. The clients say on stdout exactly
// which spans a tracing backend must show afterwards.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"syscall"
)

var subcommands = map[string]func(flags *flag.FlagSet, args []string) error{
	"server": runServer,
	"client": runClient,
	"otlp":   runOTLP,
	"stop":   runStop,
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "otgrpc:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) == 0 || subcommands[args[0]] == nil {
		return fmt.Errorf("subcommand is %q, expected server, client, otlp or stop; each has --help", args)
	}
	return subcommands[args[0]](flag.NewFlagSet("otgrpc "+args[0], flag.ExitOnError), args[1:])
}

// parse refuses arguments that are left over, so that a misspelt flag is not taken for one.
func parse(flags *flag.FlagSet, args []string) error {
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	return nil
}

// runStop ends the program of its container, whose images have no kill.
func runStop(flags *flag.FlagSet, args []string) error {
	pid := flags.Int("pid", 1, "process to end")
	if err := parse(flags, args); err != nil {
		return err
	}
	return syscall.Kill(*pid, syscall.SIGTERM)
}

// printLine writes one JSON object per line to stdout, where nothing else is written.
func printLine(value any) error {
	return json.NewEncoder(os.Stdout).Encode(value)
}

func envOr(name, otherwise string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return otherwise
}
