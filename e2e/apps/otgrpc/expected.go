package main

// Trace is what a backend must show for one trace, no more and no less.
type Trace struct {
	TraceID string `json:"traceId"`
	// Call is what was done: unary, failing, stream, otlp.
	Call  string `json:"call"`
	Spans []Span `json:"spans"`
}

// Span is one expected span. Spans of a trace are listed parents first.
type Span struct {
	Service   string `json:"service"`
	Operation string `json:"operation"`
	// Parent is the index of the parent in the trace's spans, -1 for the root. Every reference is a CHILD_OF.
	Parent int `json:"parent"`
	// Tags are all that the client library sends with the span (process tags are not among them). What a backend adds of
	// itself, such as internal.span.format or otel.scope.name, is not listed.
	Tags     map[string]any `json:"tags"`
	TagCount int            `json:"tagCount"`
	Logs     int            `json:"logs"`
}

// Summary is the last line that a client prints.
type Summary struct {
	Traces int `json:"traces"`
	Spans  int `json:"spans"`
	// Services has the number of expected spans of each.
	Services map[string]int `json:"services"`
	// Reported is what the client library has counted of its own spans, those of the other services left out.
	Reported Reported `json:"reported"`
}

// Brief says only how many spans a trace has.
type Brief struct {
	TraceID   string `json:"traceId"`
	SpanCount int    `json:"spanCount"`
}

// line is what a client prints of the trace.
func (t Trace) line(brief bool) any {
	if brief {
		return Brief{t.TraceID, len(t.Spans)}
	}
	return t
}

func root() int { return -1 }

// add appends a span below the given parent and returns its index.
func (t *Trace) add(parent int, service, operation string, tags map[string]any, logs int) int {
	t.Spans = append(t.Spans, Span{service, operation, parent, tags, len(tags), logs})
	return len(t.Spans) - 1
}

func (s *Summary) count(t Trace) {
	if s.Services == nil {
		s.Services = map[string]int{}
	}
	s.Traces++
	s.Spans += len(t.Spans)
	for _, span := range t.Spans {
		s.Services[span.Service]++
	}
}
