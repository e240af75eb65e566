module jaegerstack/benchmarks/load

go 1.26.8

require (
	github.com/klauspost/compress v1.18.0
	golang.org/x/net v0.62.0
	google.golang.org/grpc v1.67.1
)

require (
	golang.org/x/sys v0.49.0 // indirect
	golang.org/x/text v0.43.0 // indirect
	google.golang.org/genproto/googleapis/rpc v0.0.0-20240814211410-ddb44dafa142 // indirect
	google.golang.org/protobuf v1.34.2 // indirect
)
