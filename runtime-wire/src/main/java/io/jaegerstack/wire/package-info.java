/// What all wire formats have in common: how a refusal is told.
///
/// The formats are in sub-packages: `thrift` and `proto` for spans on their way in and between
/// agent and collector, `json` for what the query service answers. Called by agent, collector,
/// query and their tests; must not be called by storages, which have formats of their own. Nothing
/// here reads from a socket, logs or counts.
@NullMarked
package io.jaegerstack.wire;

import org.jspecify.annotations.NullMarked;
