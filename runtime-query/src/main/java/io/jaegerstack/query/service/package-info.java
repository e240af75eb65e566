/// Reads traces for the APIs: finds them in the storage, corrects them, counts how that went.
///
/// Called by `query.http` and `query.grpc`, which are thin; knows the storage port and the model,
/// and neither HTTP nor gRPC nor any backend.
@NullMarked
package io.jaegerstack.query.service;

import org.jspecify.annotations.NullMarked;
