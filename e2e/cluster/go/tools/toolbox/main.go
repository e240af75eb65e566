// Command toolbox is the one workload of the cluster's self-check (test.sh); its image has busybox next to it.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strconv"
	"syscall"
	"time"
)

const patience = 3 * time.Second

// command is one subcommand: its arguments by name, and what it does with them.
type command struct {
	arguments []string
	run       func(args []string) error
}

var commands = map[string]command{
	"http":    {[]string{"ADDRESS"}, serveHTTP},
	"get":     {[]string{"URL"}, get},
	"udpecho": {[]string{"ADDRESS"}, udpEcho},
	"udpsend": {[]string{"ADDRESS", "TEXT"}, udpSend},
	"udpfire": {[]string{"ADDRESS", "TEXT"}, udpFire},
	"run":     {[]string{"NAME", "SECONDS-TO-LINGER"}, tick},
	"webhook": {[]string{"ADDRESS", "CERTIFICATE", "KEY"}, webhook},
}

func main() {
	err := errors.New("no subcommand given")
	if len(os.Args) > 1 {
		c, known := commands[os.Args[1]]
		args := os.Args[2:]
		switch {
		case !known:
			err = fmt.Errorf("unknown subcommand %q", os.Args[1])
		case len(args) != len(c.arguments):
			err = fmt.Errorf("%s has %d arguments, expected %v", os.Args[1], len(args), c.arguments)
		default:
			err = c.run(args)
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "toolbox:", err)
		os.Exit(1)
	}
}

func serveHTTP(args []string) error {
	go exitOnTerm("http", 0)
	host, err := os.Hostname()
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", args[0])
	if err != nil {
		return err
	}
	fmt.Println(listener.Addr())
	return http.Serve(listener, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, "hello from %s to %s\n", host, r.RemoteAddr)
	}))
}

func get(args []string) error {
	client := http.Client{Timeout: patience}
	response, err := client.Get(args[0])
	if err != nil {
		return err
	}
	defer response.Body.Close()
	_, err = io.Copy(os.Stdout, response.Body)
	return err
}

func udpEcho(args []string) error {
	go exitOnTerm("udpecho", 0)
	conn, err := net.ListenPacket("udp", args[0])
	if err != nil {
		return err
	}
	buffer := make([]byte, 65536)
	for {
		n, from, err := conn.ReadFrom(buffer)
		if err != nil {
			return err
		}
		fmt.Printf("%s: %q\n", from, buffer[:n])
		if _, err := conn.WriteTo(buffer[:n], from); err != nil {
			return err
		}
	}
}

// udpSend expects an answer; udpFire does not, like a client that reports spans.
func udpSend(args []string) error {
	conn, err := fire(args)
	if err != nil {
		return err
	}
	if err := conn.SetDeadline(time.Now().Add(patience)); err != nil {
		return err
	}
	buffer := make([]byte, 65536)
	n, err := conn.Read(buffer)
	fmt.Println(string(buffer[:n]))
	return err
}

func udpFire(args []string) error {
	_, err := fire(args)
	return err
}

func fire(args []string) (net.Conn, error) {
	conn, err := net.Dial("udp", args[0])
	if err != nil {
		return nil, err
	}
	_, err = conn.Write([]byte(args[1]))
	return conn, err
}

func tick(args []string) error {
	linger, err := strconv.Atoi(args[1])
	if err != nil {
		return err
	}
	go exitOnTerm(args[0], time.Duration(linger)*time.Second)
	for i := 0; ; i++ {
		report(args[0], "tick", i)
		time.Sleep(500 * time.Millisecond)
	}
}

// webhook answers every admission review with one annotation more.
func webhook(args []string) error {
	go exitOnTerm("webhook", 0)
	return http.ListenAndServeTLS(args[0], args[1], args[2], http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var review struct {
			APIVersion string `json:"apiVersion"`
			Kind       string `json:"kind"`
			Request    struct {
				UID string `json:"uid"`
			} `json:"request"`
		}
		if err := json.NewDecoder(r.Body).Decode(&review); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		json.NewEncoder(w).Encode(map[string]any{
			"apiVersion": review.APIVersion, "kind": review.Kind,
			"response": map[string]any{
				"uid": review.Request.UID, "allowed": true, "patchType": "JSONPatch",
				"patch": []byte(`[{"op":"add","path":"/metadata/annotations","value":{"jaegerstack-test/mutated":"yes"}}]`),
			},
		})
	}))
}

func exitOnTerm(name string, linger time.Duration) {
	term := make(chan os.Signal, 1)
	signal.Notify(term, syscall.SIGTERM)
	<-term
	report(name, "got SIGTERM, lingering", linger)
	time.Sleep(linger)
	report(name, "exit", "")
	os.Exit(0)
}

func report(name, what string, value any) {
	fmt.Println(time.Now().Format(time.RFC3339Nano), name, what, value)
}
