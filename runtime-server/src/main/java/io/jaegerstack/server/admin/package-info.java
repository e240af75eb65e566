/// The admin port of every process: health and metrics over HTTP. Called by each `main`; stands
/// above both `server` and `server.http`, which know nothing of it.
@NullMarked
package io.jaegerstack.server.admin;

import org.jspecify.annotations.NullMarked;
