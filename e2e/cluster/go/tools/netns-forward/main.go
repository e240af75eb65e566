// Command netns-forward accepts TCP connections in one network namespace and passes them on into another: a way in
// from the machine to a cluster whose networks are joined to nothing, or the other way round.
package main

import (
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"os/signal"
	"runtime"
	"strconv"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

const dialTimeout = 10 * time.Second

func main() {
	listen := flag.String("listen", "127.0.0.1:0", "`address` to listen on")
	listenNetns := flag.String("listen-netns", "", "`path` of the network namespace to listen in (default: this one)")
	to := flag.String("to", "", "`address` to connect to, an IP and a port")
	toNetns := flag.String("to-netns", "", "`path` of the network namespace to connect in (default: this one)")
	portFile := flag.String("port-file", "", "`file` that is written with the port, once listening")
	flag.Parse()
	if flag.NArg() > 0 || *to == "" {
		flag.Usage()
		os.Exit(2)
	}
	listener, err := inNetns(*listenNetns, func() (net.Listener, error) { return net.Listen("tcp", *listen) })
	if err != nil {
		fail(err)
	}
	if *portFile != "" {
		if err := writePort(*portFile, listener.Addr().(*net.TCPAddr).Port); err != nil {
			fail(err)
		}
	}
	// the default action would do, but it makes the shell that started this print "Terminated"
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGTERM, syscall.SIGINT)
	go func() { <-stop; os.Exit(0) }()
	for {
		client, err := listener.Accept()
		if err != nil {
			fail(err)
		}
		go serve(client, *toNetns, *to)
	}
}

func serve(client net.Conn, netns, to string) {
	defer client.Close()
	server, err := inNetns(netns, func() (net.Conn, error) { return net.DialTimeout("tcp", to, dialTimeout) })
	if err != nil {
		fmt.Fprintln(os.Stderr, time.Now().Format(time.RFC3339), err)
		return
	}
	defer server.Close()
	var both sync.WaitGroup
	both.Go(func() { pass(client, server) })
	both.Go(func() { pass(server, client) })
	both.Wait()
}

// pass copies until one side has said all, and tells the other so; an answer may still be on its way back.
func pass(from, to net.Conn) {
	if _, err := io.Copy(to, from); err != nil {
		from.Close()
		to.Close()
		return
	}
	to.(*net.TCPConn).CloseWrite()
}

// inNetns opens a socket in another network namespace. The namespace belongs to a thread, and a socket to the
// namespace of the thread that made it; the thread is given up rather than used for anything else afterwards.
func inNetns[T any](path string, open func() (T, error)) (T, error) {
	if path == "" {
		return open()
	}
	type result struct {
		socket T
		err    error
	}
	done := make(chan result)
	go func() {
		runtime.LockOSThread() // never unlocked: the thread ends with this goroutine
		var r result
		if r.err = enter(path); r.err == nil {
			r.socket, r.err = open()
		}
		done <- r
	}()
	r := <-done
	return r.socket, r.err
}

func enter(path string) error {
	fd, err := unix.Open(path, unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return fmt.Errorf("network namespace %s: %w", path, err)
	}
	defer unix.Close(fd)
	if err := unix.Setns(fd, unix.CLONE_NEWNET); err != nil {
		return fmt.Errorf("cannot enter network namespace %s (it needs root): %w", path, err)
	}
	return nil
}

// writePort writes the file whole, since others wait for it to appear.
func writePort(file string, port int) error {
	if err := os.WriteFile(file+".new", []byte(strconv.Itoa(port)+"\n"), 0o644); err != nil {
		return err
	}
	return os.Rename(file+".new", file)
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "netns-forward:", err)
	os.Exit(1)
}
