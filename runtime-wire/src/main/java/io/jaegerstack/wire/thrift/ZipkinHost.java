package io.jaegerstack.wire.thrift;

import io.jaegerstack.model.Key;

/// A service that a Zipkin span could belong to, and its address.
///
/// @param ipv4 0 where it is not known
record ZipkinHost(Key service, int ipv4) {}
