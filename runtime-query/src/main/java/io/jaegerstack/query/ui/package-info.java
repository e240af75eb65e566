/// Serves the built UI from the class path, with the page that starts it made to fit this process.
///
/// Called by `query.Query`, which mounts it beside the API; knows nothing of traces. Its sources
/// are in `src/main/ui`, built into the resource folder `ui/`.
@NullMarked
package io.jaegerstack.query.ui;

import org.jspecify.annotations.NullMarked;
