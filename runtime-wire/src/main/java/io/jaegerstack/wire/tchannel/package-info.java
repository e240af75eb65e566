/// TChannel version 2, the protocol between agents and collectors of Jaeger up to 1.17: frames of
/// at most 64 KiB, calls in fragments, checksums, and thrift as their arguments.
///
/// The collector's receiver and the agent's reporter call it; bytes come and go as arrays, sockets
/// are theirs. Thrift structs inside of arguments belong to [io.jaegerstack.wire.thrift].
@NullMarked
package io.jaegerstack.wire.tchannel;

import org.jspecify.annotations.NullMarked;
