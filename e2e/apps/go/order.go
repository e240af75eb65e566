package main

import (
	"encoding/base64"
	"encoding/json"
	"os"
	"slices"
	"strconv"
	"time"
)

// Span is one span to send: first as in order.json, then with absolute times and ids, as it is printed.
type Span struct {
	Service        string      `json:"service"`
	Operation      string      `json:"operation"`
	TraceID        string      `json:"-"`
	SpanID         string      `json:"spanId"`
	Kind           string      `json:"kind,omitempty"`
	Error          string      `json:"error,omitempty"`
	StartMicros    int64       `json:"startMicros"`
	DurationMicros int64       `json:"durationMicros"`
	References     []Reference `json:"references"`
	Tags           []Tag       `json:"tags"`
	Logs           []Log       `json:"logs"`
	Baggage        *Baggage    `json:"baggage,omitempty"`
}

type Reference struct {
	Type    string `json:"type"`
	To      string `json:"to,omitempty"`
	TraceID string `json:"traceId"`
	SpanID  string `json:"spanId"`
}

type Tag struct {
	Key   string `json:"key"`
	Type  string `json:"type"`
	Value string `json:"value"`
}

type Log struct {
	Micros int64 `json:"micros"`
	Fields []Tag `json:"fields"`
}

type Baggage struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}

// readOrder returns the spans of order.json with absolute times; types are the types of tags that the library has.
func readOrder(types ...string) ([]*Span, error) {
	var order struct {
		Spans []*Span `json:"spans"`
	}
	text, err := os.ReadFile(os.Getenv("ORDER"))
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(text, &order); err != nil {
		return nil, err
	}
	second := (time.Now().Unix() - 2) * 1_000_000
	for _, span := range order.Spans {
		span.StartMicros += second
		span.Tags = slices.DeleteFunc(span.Tags, func(tag Tag) bool { return !slices.Contains(types, tag.Type) })
		for i := range span.Logs {
			span.Logs[i].Micros += second
		}
	}
	return order.Spans, nil
}

func (s *Span) start() time.Time { return time.UnixMicro(s.StartMicros) }

func (s *Span) end() time.Time { return time.UnixMicro(s.StartMicros + s.DurationMicros) }

// value is a tag's value as Go has it.
func (t Tag) value() any {
	switch t.Type {
	case "bool":
		return t.Value == "true"
	case "int64":
		number, _ := strconv.ParseInt(t.Value, 10, 64)
		return number
	case "float64":
		number, _ := strconv.ParseFloat(t.Value, 64)
		return number
	case "binary":
		bytes, _ := base64.StdEncoding.DecodeString(t.Value)
		return bytes
	default:
		return t.Value
	}
}

// printSent prints one line per trace, and the summary.
func printSent(sent []*Span) error {
	byOperation := map[string]*Span{}
	for _, span := range sent {
		byOperation[span.Operation] = span
	}
	var ids []string
	traces := map[string][]*Span{}
	for _, span := range sent {
		for i, reference := range span.References {
			to := byOperation[reference.To]
			span.References[i] = Reference{Type: reference.Type, TraceID: to.TraceID, SpanID: to.SpanID}
		}
		if traces[span.TraceID] == nil {
			ids = append(ids, span.TraceID)
		}
		traces[span.TraceID] = append(traces[span.TraceID], span)
	}
	out := json.NewEncoder(os.Stdout)
	for _, id := range ids {
		if err := out.Encode(map[string]any{"traceId": id, "call": "order", "spans": traces[id]}); err != nil {
			return err
		}
	}
	return out.Encode(map[string]int{"traces": len(ids), "spans": len(sent)})
}
